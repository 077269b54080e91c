package import Attributes
package import Connecting

/// A letter that an owner has claimed: nobody else gets it until its outcome is recorded or it is released.
package struct ClaimedLetter: Sendable {
    package var id: UUIDv7
    package var submission: UUIDv7
    package var route: String
    package var connection: String
    package var bus: Int
    package var priority: Int
    package var unknown: UnknownPolicy
    package var application: String?
    package var trace: String?
    package var created: Instant
    /// When it became due.
    package var due: Instant
    /// How many attempts there have been.
    package var attempts: Int
    /// All its recipients; the letter has only those who are still owed it.
    package var recipients: [RecipientStatus]
    package var details: String
    package var letter: Letter

    package init(
        id: UUIDv7, submission: UUIDv7, route: String, connection: String, bus: Int, priority: Int,
        unknown: UnknownPolicy, application: String? = nil, trace: String? = nil, created: Instant, due: Instant,
        attempts: Int, recipients: [RecipientStatus], details: String, letter: Letter
    ) {
        self.id = id
        self.submission = submission
        self.route = route
        self.connection = connection
        self.bus = bus
        self.priority = priority
        self.unknown = unknown
        self.application = application
        self.trace = trace
        self.created = created
        self.due = due
        self.attempts = attempts
        self.recipients = recipients
        self.details = details
        self.letter = letter
    }
}
