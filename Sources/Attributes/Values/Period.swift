/// A stretch of time between two instants.
package struct Period: Hashable, Sendable {
    package var start: Instant
    /// Not before the start.
    package var end: Instant

    package init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    /// What a path may name: `<Stay.Start>`.
    package static let fields = Schema([
        Attribute("Start", .datetime, isRequired: true), Attribute("End", .datetime, isRequired: true),
    ])
}
