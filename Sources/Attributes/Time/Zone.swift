/// A time zone: how far its clocks are from UTC, and when that changes.
package final class Zone: Hashable, Sendable {
    /// The name in the time zone database, such as `Europe/Moscow`.
    package let name: String
    let table: ZoneTable

    /// Needs no files.
    package static let utc = Zone(name: "UTC", table: .utc)

    init(name: String, table: ZoneTable) {
        self.name = name
        self.table = table
    }

    package static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// The zone with a name of the time zone database, read from `$TZDIR` or `/usr/share/zoneinfo`.
    ///
    /// - Returns: `nil` when there is none; `help(for:)` then says what mends it.
    package static func named(_ name: String) -> Zone? {
        name == utc.name ? utc : ZoneDatabase.shared.zone(named: name)
    }

    /// What mends a name that no zone has: a did-you-mean, or that the database is not installed.
    package static func help(for name: String) -> String? { ZoneDatabase.shared.help(for: name) }

    /// All that holds in the zone at an instant.
    package func phase(at instant: Instant) -> ZonePhase { table.phase(at: instant.seconds) }

    /// Seconds that the zone's clocks are ahead of UTC at an instant.
    package func offset(at instant: Instant) -> Int { phase(at: instant).offset }

    /// What people call the time that the clocks show: `MSK`, `CEST`, or `+03` where it has no name.
    package func abbreviation(at instant: Instant) -> String { phase(at: instant).abbreviation }

    /// The rule by which the clocks change from the last recorded change on, or `nil` when none is known.
    package var rule: ZoneRule? { table.rule }

    /// The changes of the clocks at or after the first instant and before the second, in order.
    ///
    /// The range is in seconds since 1970; at most some hundred years, for each year costs.
    package func changes(in range: Range<Int64>) -> [ZoneChange] { table.changes(in: range) }

    /// What the zone's clocks show at an instant.
    package func civil(at instant: Instant) -> CivilTime {
        CivilTime(
            secondsAsIfUTC: instant.seconds + Int64(offset(at: instant)), nanosecond: Int(instant.nanoseconds))
    }
}
