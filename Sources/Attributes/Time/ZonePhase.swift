/// What a zone's clocks do from one change to the next.
package struct ZonePhase: Hashable, Sendable {
    /// Seconds ahead of UTC.
    package var offset: Int
    package var isDaylight: Bool
    package var abbreviation: String

    package init(offset: Int, isDaylight: Bool = false, abbreviation: String) {
        self.offset = offset
        self.isDaylight = isDaylight
        self.abbreviation = abbreviation
    }
}

/// The instant from which on another phase holds.
package struct ZoneChange: Hashable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    package var seconds: Int64
    package var before: ZonePhase
    package var after: ZonePhase
}
