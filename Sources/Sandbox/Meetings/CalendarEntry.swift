package import Attributes
package import MIME

/// A meeting as it stands in a calendar, or as an invitation or an answer tells of it.
package struct CalendarEntry: Hashable, Sendable {
    /// What somebody said to an invitation; the raw value is Exchange's word.
    package enum Response: String, Sendable, CaseIterable {
        case unknown = "Unknown"
        case organizer = "Organizer"
        case tentative = "Tentative"
        case accepted = "Accept"
        case declined = "Decline"
        case none = "NoResponseReceived"
    }

    /// Somebody who is invited.
    package struct Guest: Hashable, Sendable {
        package enum Kind: String, Sendable {
            case required = "RequiredAttendees"
            case optional = "OptionalAttendees"
            case resource = "Resources"
        }

        package var mailbox: Mailbox
        package var kind: Kind
        package var response = Response.unknown
        package var responded: Instant?

        package init(_ mailbox: Mailbox, _ kind: Kind = .required) {
            self.mailbox = mailbox
            self.kind = kind
        }

        package func has(_ address: String) -> Bool {
            MailboxContents.key(mailbox.address) == MailboxContents.key(address)
        }
    }

    /// By it, all calendars know the meeting.
    package var uid: String
    package var sequence = 0
    package var stamp: Instant
    package var title = ""
    package var location = ""
    /// Plain, or HTML.
    package var details = ""
    package var isHTML = false
    package var start: Instant
    package var end: Instant
    package var isAllDay = false
    /// Of a series; start and end are those of its first meeting.
    package var recurrence: Recurrence?
    /// Where a series takes place: the clocks there count.
    package var zone = Zone.utc
    package var organizer: Mailbox?
    package var guests: [Guest] = []
    /// Of whose calendar it is.
    package var response = Response.unknown
    package var responded: Instant?
    package var isCancelled = false
    /// Invitations went out.
    package var isSent = false
    /// Minutes before the start.
    package var reminder: Int?
    /// Exchange's word: `Free`, `Tentative`, `Busy`, `OOF`.
    package var busy = "Busy"
    package var files: [ReadAttachment] = []

    package init(uid: String, start: Instant, end: Instant, stamp: Instant = .now) {
        self.uid = uid
        self.start = start
        self.end = end
        self.stamp = stamp
    }

    /// Somebody else is invited, or has invited.
    package var isMeeting: Bool { !guests.isEmpty || response != .organizer && organizer != nil }
}
