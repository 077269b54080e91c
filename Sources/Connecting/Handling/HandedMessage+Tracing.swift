internal import Attributes

extension HandedMessage {
    /// What a handler tells a repetition by: each entry of a route's `deliver:` counts for itself.
    package var idempotencyKey: String { "\(id)/\(isErrorResponse ? "error" : "\(entry)")" }

    /// W3C's trace context, version 00: the message is the trace, and each attempt a span of its own.
    ///
    ///     00-0198c2f03f6a7c219d5e0b1f2a3c4d5e-8f14e45fceea167a-01
    package var traceParent: String {
        let span = SHA256.digest(Array("\(idempotencyKey)/\(attempt)".utf8)).prefix(8)
        return "00-\(Self.hexadecimal(id.high) + Self.hexadecimal(id.low))-\(span.map(Self.hexadecimal).joined())-01"
    }

    private static func hexadecimal(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: number.bitWidth / 4 - digits.count) + digits
    }
}
