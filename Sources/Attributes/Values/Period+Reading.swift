extension Period {
    /// Reads `start/end` or `start/duration`, as in `2026-12-01T10:00/PT1H`.
    ///
    /// The zone is where the clocks hang when an end has no offset.
    package init(_ text: some StringProtocol, in zone: Zone) throws(Misreading) {
        let parts = Substring(text).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw Misreading() }
        let start = try Self.named("start", parts[0]) { text throws(Misreading) in try Instant(text, in: zone) }
        // An end begins with its year; a duration with P, or with digits that a unit follows.
        let isInstant = parts[1].utf8.dropFirst(4).first == UInt8(ascii: "-")
        let end = try Self.named(isInstant ? "end" : "duration", parts[1]) { text throws(Misreading) in
            isInstant ? try Instant(text, in: zone) : start + (try Duration(reading: text))
        }
        try self.init(from: start, to: end)
    }

    /// A period whose end is not before its start.
    package init(from start: Instant, to end: Instant) throws(Misreading) {
        guard end >= start else { throw Misreading("the end is before the start") }
        self.init(start: start, end: end)
    }

    private static func named(
        _ name: String, _ text: Substring, _ read: (Substring) throws(Misreading) -> Instant
    ) throws(Misreading) -> Instant {
        do {
            return try read(text)
        } catch {
            throw Misreading(error.reason.map { "\(name): \($0)" })
        }
    }

    /// ISO 8601: `2026-12-01T10:00:00+03:00/2026-12-01T11:00:00+03:00`.
    package func iso8601(in zone: Zone) -> String { "\(start.iso8601(in: zone))/\(end.iso8601(in: zone))" }
}
