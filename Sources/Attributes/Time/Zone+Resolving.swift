extension Zone {
    /// When a clock on the wall shows a date and a time.
    package enum Resolution: Hashable, Sendable {
        case one(Instant)
        /// Never: the clocks are put forward over it, at this instant.
        case gap(Instant)
        /// Twice: the clocks are put back.
        case twice(earlier: Instant, later: Instant)
    }

    /// The instant or the two at which the zone's clocks show a time.
    package func resolve(_ civil: CivilTime) -> Resolution {
        let local = civil.secondsAsIfUTC
        // No clock is more than 26 hours from UTC (RFC 8536 section 3.2).
        let reach: Int64 = 26 * 3600
        let near = changes(in: (local - reach)..<(local + reach + 1))
        let offsets = Set([table.phase(at: local - reach).offset] + near.map(\.after.offset))
        let instants = offsets.map { ($0, local - Int64($0)) }
            .filter { table.phase(at: $1).offset == $0 }
            .map { Instant(seconds: $1, nanoseconds: Int32(civil.nanosecond)) }.sorted()
        if let earlier = instants.first, let later = instants.last {
            return earlier == later ? .one(earlier) : .twice(earlier: earlier, later: later)
        }
        let skipping = near.first {
            local >= $0.seconds + Int64($0.before.offset) && local < $0.seconds + Int64($0.after.offset)
        }
        return .gap(Instant(seconds: skipping?.seconds ?? local - Int64(table.phase(at: local).offset)))
    }
}
