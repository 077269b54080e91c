import Attributes

/// An instant as a zone's clocks show it.
struct Moment {
    var civil: CivilTime
    /// Seconds ahead of UTC.
    var offset: Int
    var zone: String

    init(_ instant: Instant, in zone: Zone) {
        civil = zone.civil(at: instant)
        offset = zone.offset(at: instant)
        self.zone = zone.name
    }

    func isSameDay(as other: Moment) -> Bool {
        (civil.year, civil.month, civil.day) == (other.civil.year, other.civil.month, other.civil.day)
    }
}
