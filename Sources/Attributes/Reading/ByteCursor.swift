/// Walks through a short text byte by byte.
struct ByteCursor {
    let bytes: [UInt8]
    private(set) var at = 0

    init(_ text: some StringProtocol) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { at == bytes.count }
    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    /// The character at hand as a `Unicode.Scalar`, if it is ASCII.
    var scalar: Unicode.Scalar? { peek.flatMap { $0 < 0x80 ? Unicode.Scalar($0) : nil } }

    /// Passes one of some ASCII characters.
    ///
    /// - Returns: Which, or `nil` when none stands here.
    mutating func take(_ characters: Unicode.Scalar...) -> Unicode.Scalar? {
        guard let scalar, characters.contains(scalar) else { return nil }
        at += 1
        return scalar
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool { take(character) != nil }

    /// Passes digits.
    ///
    /// - Returns: 0 to 9 each.
    mutating func digits(atMost limit: Int = .max) -> ArraySlice<UInt8> {
        let start = at
        while at < bytes.count, at - start < limit, (0x30...0x39).contains(bytes[at]) { at += 1 }
        return ArraySlice(bytes[start..<at].map { $0 - 0x30 })
    }

    /// Passes exactly as many digits.
    mutating func number(digits count: Int) -> Int? {
        let start = at
        let digits = digits(atMost: count)
        guard digits.count == count else {
            at = start
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1) }
    }

    /// Passes a whole number of at most nine digits.
    mutating func number() -> Int? {
        let start = at
        let digits = digits()
        guard (1...9).contains(digits.count) else {
            at = start
            return nil
        }
        return digits.reduce(0) { $0 * 10 + Int($1) }
    }

    /// Passes a fraction, `.5` or `,5`, if one stands here; what is finer than nine digits is cut off.
    ///
    /// - Returns: Billionths; 0 where there is no fraction, `nil` for a point without digits.
    mutating func billionths() -> Int? {
        guard take(".", ",") != nil else { return 0 }
        let digits = digits()
        guard !digits.isEmpty else { return nil }
        return (0..<9).reduce(0) { $0 * 10 + ($1 < digits.count ? Int(digits[digits.startIndex + $1]) : 0) }
    }
}
