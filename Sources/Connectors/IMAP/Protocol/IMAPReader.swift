/// Takes a response apart, from left to right.
struct IMAPReader {
    typealias Violation = IMAPParser.Violation

    let line: IMAPLine
    private(set) var place = 0
    private var literal = 0

    init(_ line: IMAPLine) {
        self.line = line
    }

    var isAtEnd: Bool { place >= line.text.count }
    var next: UInt8? { place < line.text.count ? line.text[place] : nil }
    /// What is left, for people.
    var rest: ArraySlice<UInt8> { line.text[min(place, line.text.count)...] }

    /// Spaces; more than one is none of our business.
    mutating func skipSpaces() {
        while next == 0x20 { place += 1 }
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        place += 1
        return true
    }

    /// What goes to the next space, parenthesis, quote or end; brackets hold what is in them together: `BODY[HEADER.FIELDS (TO)]<0>`.
    mutating func word() -> ArraySlice<UInt8> {
        let start = place
        var depth = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case 0x20, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""):
                if depth <= 0 { return line.text[start..<place] }
            default: break
            }
            place += 1
        }
        return line.text[start...]
    }

    /// A word that is a number (RFC 9051: 32 bits, 63 for sizes).
    mutating func number() throws(Violation) -> Int {
        let digits = word()
        guard (1...19).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(String(decoding: digits, as: UTF8.self))
        else { throw violation("a number") }
        return number
    }

    mutating func number32() throws(Violation) -> UInt32 {
        guard let number = UInt32(exactly: try number()) else { throw violation("a number of 32 bits") }
        return number
    }

    /// A text in any of its forms.
    enum Text {
        case bytes([UInt8])
        /// A literal that has too many bytes to be kept.
        case skipped(Int)
        case none
    }

    mutating func text() throws(Violation) -> Text {
        switch next {
        case UInt8(ascii: "\""): return .bytes(try quoted())
        case UInt8(ascii: "{"), UInt8(ascii: "~"):
            guard literal < line.literals.count else { throw violation("a text") }
            let found = line.literals[literal]
            guard found.end > place, line.text[place..<found.end].allSatisfy({ $0 != 0x20 }) else {
                throw violation("a literal")
            }
            literal += 1
            place = found.end
            return found.bytes.map(Text.bytes) ?? .skipped(found.size)
        default:
            let word = word()
            guard !word.isEmpty else { throw violation("a text") }
            return word.elementsEqual(Array("NIL".utf8)) || word.elementsEqual(Array("nil".utf8))
                ? .none : .bytes(Array(word))
        }
    }

    /// A text of a few words; `nil` for NIL.
    mutating func shortText() throws(Violation) -> String? {
        switch try text() {
        case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
        case .skipped: throw violation("a short text")
        case .none: return nil
        }
    }

    private mutating func quoted() throws(Violation) -> [UInt8] {
        place += 1
        var result: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return result
            case UInt8(ascii: "\\"):
                guard let escaped = next else { throw violation("the end of a quoted text") }
                result.append(escaped)
                place += 1
            default: result.append(byte)
            }
        }
        throw violation("the end of a quoted text")
    }

    /// Words in parentheses: flags.
    mutating func words() throws(Violation) -> [String] {
        guard take(UInt8(ascii: "(")) else { throw violation("a list") }
        var result: [String] = []
        while true {
            skipSpaces()
            if take(UInt8(ascii: ")")) { return result }
            let word = word()
            guard !word.isEmpty else { throw violation("the end of a list") }
            result.append(String(decoding: word, as: UTF8.self))
        }
    }

    /// A value that nobody asked for.
    mutating func skip() throws(Violation) {
        var depth = 0
        repeat {
            skipSpaces()
            switch next {
            case nil: throw violation("the end of a value")
            case UInt8(ascii: "("):
                place += 1
                depth += 1
                guard depth <= IMAPLimits.depth else { throw violation("fewer lists in lists") }
            case UInt8(ascii: ")"):
                guard depth > 0 else { throw violation("a value") }
                place += 1
                depth -= 1
            default: _ = try text()
            }
        } while depth > 0
    }

    func violation(_ expected: String) -> Violation {
        let words = String(decoding: line.text.prefix(80), as: UTF8.self)
        return Violation(text: "'\(IMAPStatus.printable(words))' where \(expected) was expected")
    }
}
