package import Attributes
package import MIME

/// A meeting, or an answer to one, as a calendar part tells it; nothing in it is trusted.
package struct ReadMeeting: Hashable, Sendable {
    /// In capitals: `REQUEST`, `REPLY`, `CANCEL`, `COUNTER`.
    package var method: String?
    package var uid: String
    package var sequence: Int
    /// DTSTAMP: when this version was made.
    package var stamp: Instant?
    /// RECURRENCE-ID as it stands there: the one of a series that is meant.
    package var recurrence: String?
    package var summary: String
    package var location: String
    package var details: String
    package var start: Instant?
    package var end: Instant?
    package var isAllDay: Bool
    /// RRULE as it stands there.
    package var rule: String?
    /// Where it takes place, when the start names a zone that is known by its name.
    package var zone: Zone?
    /// `nil` where it is left out, as in Exchange's answers.
    package var organizer: Mailbox?
    package var attendees: [ReadAttendee]
    /// In capitals: `CONFIRMED`, `CANCELLED`.
    package var status: String?
    /// COMMENT: what the answering person wrote.
    package var comment: String?

    package init(method: String?, uid: String) {
        self.method = method
        self.uid = uid
        sequence = 0
        summary = ""
        location = ""
        details = ""
        isAllDay = false
        attendees = []
    }
}

/// Somebody who is invited, or who answers.
package struct ReadAttendee: Hashable, Sendable {
    package var mailbox: Mailbox
    /// PARTSTAT in capitals: `ACCEPTED`, `DECLINED`, `TENTATIVE`, `NEEDS-ACTION`; a COUNTER may have none.
    package var participation: String?
    package var role: String?

    package init(mailbox: Mailbox, participation: String? = nil, role: String? = nil) {
        self.mailbox = mailbox
        self.participation = participation
        self.role = role
    }
}
