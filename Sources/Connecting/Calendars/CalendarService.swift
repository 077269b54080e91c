package import Attributes

/// What has a calendar: meetings are made in it, and requests that came into its mailbox are answered.
package protocol CalendarService: Connector {
    /// Makes a meeting and invites its guests.
    ///
    /// - Returns: What the calendar knows it by.
    func create(_ meeting: PlannedMeeting) async throws(Failure) -> MeetingIdentity

    /// Changes a meeting and tells its guests.
    func update(_ identity: MeetingIdentity, to meeting: PlannedMeeting) async throws(Failure) -> MeetingIdentity

    /// Takes a meeting away and tells its guests.
    func cancel(_ identity: MeetingIdentity) async throws(Failure)

    /// Answers a meeting request, and tells its organizer.
    ///
    /// - Parameters:
    ///   - request: As the receiver of the same connection gave it.
    ///   - answer: What to say.
    /// - Returns: What became of it.
    /// - Throws: `never` when the request is out of date, cancelled, or one's own.
    func answer(_ request: ReceivedRequest, with answer: MeetingAnswer) async throws(Failure) -> MeetingAnswerOutcome
}

/// A meeting request that came into a mailbox.
package struct ReceivedRequest: Hashable, Sendable {
    /// That of the item, as the receiver gave it.
    package var identity: String
    /// Of its letter, with angle brackets; by it the request is found where it was moved.
    package var messageID: String?
    /// Where the receiver moves what it has taken; `nil` where things stay.
    package var movedTo: String?

    package init(_ identity: String, messageID: String? = nil, movedTo: String? = nil) {
        self.identity = identity
        self.messageID = messageID
        self.movedTo = movedTo
    }
}

/// What became of an answer.
package enum MeetingAnswerOutcome: Hashable, Sendable {
    /// In words for people: `accepted`.
    case answered(String)
    /// The request is not there any more: it was answered before, moved, or deleted.
    case gone(Failure)
}

/// What a calendar knows a meeting by.
package struct MeetingIdentity: Hashable, Sendable {
    /// Opaque.
    package var id: String

    package init(_ id: String) {
        self.id = id
    }
}

/// A meeting as it shall be.
package struct PlannedMeeting: Hashable, Sendable {
    package var title: String
    package var start: Instant
    package var end: Instant
    /// Blank for none.
    package var location: String
    /// Plain text; blank for none.
    package var description: String
    package var attendees: [MeetingGuest]
    package var reminderMinutes: Int?

    package init(
        title: String, start: Instant, end: Instant, location: String = "", description: String = "",
        attendees: [MeetingGuest] = [], reminderMinutes: Int? = nil
    ) {
        self.title = title
        self.start = start
        self.end = end
        self.location = location
        self.description = description
        self.attendees = attendees
        self.reminderMinutes = reminderMinutes
    }
}

/// Somebody who is invited.
package struct MeetingGuest: Hashable, Sendable {
    package var name: String?
    package var address: String

    package init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }
}

/// What is said to a meeting request.
package struct MeetingAnswer: Hashable, Sendable {
    package enum Decision: String, Sendable {
        case accept
        case tentative
        case decline
    }

    package var decision: Decision
    /// Goes to the organizer; `nil` for none.
    package var text: String?

    package init(_ decision: Decision, text: String? = nil) {
        self.decision = decision
        self.text = text
    }
}
