/// What announces a literal at the end of a line: `{12}`, or `{12+}` where the client does not wait (RFC 7888).
struct IMAPLiteral: Equatable {
    var count: Int
    /// Whether the client waits to be asked for it.
    var waits: Bool
    /// Of the announcement itself.
    var length: Int

    /// - Returns: `nil` when the line announces none.
    init?(endOf line: [UInt8]) {
        guard line.last == 0x7D, let open = line.lastIndex(of: 0x7B) else { return nil }
        var digits = line[(open + 1)..<(line.count - 1)]
        waits = digits.last != 0x2B
        if !waits { digits.removeLast() }
        guard (1...10).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        count = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        length = line.count - open
    }
}
