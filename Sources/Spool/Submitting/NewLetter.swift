package import Attributes
package import Connecting

/// A letter as the spool takes it.
package struct NewLetter: Sendable {
    /// Its id is an UUIDv7; its files are copied.
    package var letter: Letter
    package var route: String
    package var connection: String
    /// 0 to 3.
    package var bus: Int
    /// Higher ones go first among those of a bus.
    package var priority: Int
    package var unknown: UnknownPolicy
    /// When it may go; `nil` for at once.
    package var due: Instant?
    /// How long it stays in the spool after its end.
    package var keep: Duration
    /// What else is known of it and shown to people: a small JSON object as text; blank for nothing.
    package var details: String

    package init(
        _ letter: Letter, route: String, connection: String, bus: Int = 0, priority: Int = 0,
        unknown: UnknownPolicy = .hold, due: Instant? = nil, keep: Duration = NewLetter.usualKeep, details: String = ""
    ) {
        self.letter = letter
        self.route = route
        self.connection = connection
        self.bus = bus
        self.priority = priority
        self.unknown = unknown
        self.due = due
        self.keep = keep
        self.details = details
    }

    package static let usualKeep = Duration.seconds(30 * 86_400)
}
