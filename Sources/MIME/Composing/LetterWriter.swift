/// A letter while it is being written: one buffer, cut only where a file goes in.
struct LetterWriter {
    /// Header lines are folded before they grow longer: RFC 5322 §2.1.1.
    static let foldLimit = 78
    /// No line may be longer: RFC 5322 §2.1.1.
    static let lineLimit = 998

    var bytes: [UInt8] = []
    private var pieces: [Content.Piece] = []
    private(set) var flaws: [ComposeProblem.Flaw] = []
    var needsSMTPUTF8 = false
    /// What has been written last ends in a line end that belongs to no text.
    var isAtLineStart = true
    /// Sixteen hexadecimal digits that all boundaries of the letter share.
    let boundarySeed: [UInt8]
    /// Where in `bytes` the current line begins.
    private var lineStart = 0

    /// The same seed gives the same boundaries.
    init(boundarySeed: String = "", capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
        // FNV-1a: boundaries need to be stable, not secret; `=_` is what keeps them out of the content.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in boundarySeed.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = QuotedPrintable.hexDigits.utf8Start
        self.boundarySeed = [UInt8](unsafeUninitializedCapacity: 16) { seed, count in
            for place in 0..<16 { seed[place] = digits[Int(truncatingIfNeeded: hash &>> UInt64(60 - 4 * place) & 15)] }
            count = 16
        }
    }

    /// How many octets the current line has.
    var column: Int { bytes.count - lineStart }

    mutating func write(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    mutating func write(_ text: [UInt8]) {
        bytes.append(contentsOf: text)
    }

    mutating func write(_ span: Span<UInt8>, _ range: Range<Int>) {
        span.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    mutating func endLine() {
        write("\r\n")
        lineStart = bytes.count
    }

    /// Writes a space, on a new line when what follows would not fit behind it.
    ///
    /// `width` is how many octets follow and stay together.
    mutating func separate(before width: Int, limit: Int = foldLimit) {
        if column + 1 + width > limit { endLine() }
        bytes.append(0x20)
    }

    mutating func report(_ field: String, _ problem: String, remedy: String) {
        flaws.append(ComposeProblem.Flaw(field: field, problem: problem, remedy: remedy))
    }

    /// Sets a file into the letter, to be read when the letter goes out.
    mutating func insert(path: String, size: Int) {
        pieces.append(.bytes(bytes))
        pieces.append(.base64(path: path, size: size))
        bytes = []
        lineStart = 0
    }

    /// - Throws: What has been reported.
    consuming func finish() throws(ComposeProblem) -> Content {
        guard flaws.isEmpty else { throw ComposeProblem(flaws: flaws) }
        if !bytes.isEmpty { pieces.append(.bytes(bytes)) }
        return Content(pieces: pieces, needsSMTPUTF8: needsSMTPUTF8)
    }
}
