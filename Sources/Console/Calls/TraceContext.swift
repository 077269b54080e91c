/// Where a call belongs in somebody's trace: W3C Trace Context, the header `traceparent`.
///
///     traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
struct TraceContext: Hashable, Sendable {
    /// 32 hexadecimal digits.
    var trace: String
    var text: String

    /// The caller's; `nil` when the text is none, which the specification wants taken as if there were none.
    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].count == 2, parts[1].count == 32, parts[2].count == 16, parts[3].count == 2,
            parts.prefix(4).allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }), parts[0] != "ff",
            parts[0] != "00" || parts.count == 4, parts[1].utf8.contains(where: { $0 != UInt8(ascii: "0") }),
            parts[2].utf8.contains(where: { $0 != UInt8(ascii: "0") })
        else { return nil }
        trace = String(parts[1])
        self.text = parts.prefix(4).joined(separator: "-")
    }

    /// A new one, for a call that came without.
    init() {
        var numbers = SystemRandomNumberGenerator()
        func hexadecimal(_ number: UInt64) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        trace = hexadecimal(numbers.next() | 1) + hexadecimal(numbers.next())
        text = "00-\(trace)-\(hexadecimal(numbers.next() | 1))-00"
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
