extension DecimalNumber {
    /// Reads a number of a JSON, or a text such as `1234.50`, `-0.5` or `1.2e3`.
    package init(_ text: some StringProtocol) throws(Misreading) {
        var cursor = ByteCursor(text)
        let isNegative = cursor.take("-", "+") == "-"
        let whole = cursor.digits()
        var fraction: ArraySlice<UInt8> = []
        if cursor.skip(".") {
            fraction = cursor.digits()
            if fraction.isEmpty { throw Misreading(whole.isEmpty ? nil : "digits are missing after the point") }
        }
        guard !whole.isEmpty else { throw Misreading(fraction.isEmpty ? nil : "a 0 is missing before the point") }
        var exponent = 0
        if cursor.take("e", "E") != nil {
            let isDivided = cursor.take("-", "+") == "-"
            let digits = cursor.digits()
            guard !digits.isEmpty else { throw Misreading("digits are missing after the exponent") }
            // No more than decides that the number is too long.
            exponent = digits.reduce(0) { min($0 * 10 + Int($1), 10 * Self.longest) } * (isDivided ? -1 : 1)
        }
        guard cursor.isAtEnd else { throw Misreading(Self.reason(at: cursor)) }

        var digits = Array((whole + fraction).drop { $0 == 0 })
        guard digits.count <= Self.longest, fraction.count <= Self.longest else { throw Self.tooLong }
        var scale = fraction.count - exponent
        if scale < 0 {
            guard digits.isEmpty || digits.count - scale <= Self.longest else { throw Self.tooLong }
            if !digits.isEmpty { digits += [UInt8](repeating: 0, count: -scale) }
            scale = 0
        }
        guard scale <= Self.longest else { throw Self.tooLong }
        self.init(isNegative: isNegative, digits: digits, scale: scale)
    }

    private static let tooLong = Misreading("a number has at most \(longest) digits when it is written out")

    private static func reason(at cursor: ByteCursor) -> String? {
        switch cursor.scalar {
        case ",": "the decimal sign is a point"
        case " ", "_", "'": "the digits are written without separators"
        // A no-break space, as programs for tables group digits.
        case nil where cursor.peek == 0xC2 || cursor.peek == 0xE2: "the digits are written without separators"
        default: nil
        }
    }
}
