/// A time zone: how far its clocks are from UTC, and when that changes.
package final class Zone: Hashable, Sendable {
    /// The name in the time zone database, such as `Europe/Moscow`.
    package let name: String

    package static let utc = Zone(name: "UTC")

    private init(name: String) {
        self.name = name
    }

    package static func == (left: Zone, right: Zone) -> Bool { left.name == right.name }

    package func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// Seconds that the zone's clocks are ahead of UTC at an instant.
    package func offset(at instant: Instant) -> Int { 0 }

    /// What the zone's clocks show at an instant.
    package func civil(at instant: Instant) -> CivilTime {
        CivilTime(
            secondsAsIfUTC: instant.seconds + Int64(offset(at: instant)), nanosecond: Int(instant.nanoseconds))
    }
}
