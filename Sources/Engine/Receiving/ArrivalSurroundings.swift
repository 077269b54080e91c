package import Attributes
package import ICalendar
package import MIME

/// What understanding a letter needs beside the letter: other parts of the program, and what was asked of the spool before.
///
/// Nothing here waits. What has to be looked up somewhere is asked with `ReceiveRoute.questions(about:)` first, for many letters at once.
package struct ArrivalSurroundings: Sendable {
    package var accounts: Directory
    /// A letter's HTML without what could harm who reads it.
    package var safeHTML: @Sendable (_ html: String, _ letter: ReadLetter) -> String
    /// The meetings of a letter's calendar parts.
    package var meetings: @Sendable ([ReadCalendarPart]) -> [ReadMeeting]
    /// The thread of a Message-ID that is known.
    package var thread: @Sendable (_ messageID: String) -> String?
    /// What was sent last of a meeting, by its UID; `nil` when it is none of ours.
    package var invitation: @Sendable (_ uid: String) -> SentInvitation?
    /// Whether a key exists, where a rule asks a connection; `nil` when it could not be asked.
    package var isKnown: @Sendable (LinkQuestion) -> Bool?

    package init(
        accounts: Directory = .empty, safeHTML: @escaping @Sendable (String, ReadLetter) -> String,
        meetings: @escaping @Sendable ([ReadCalendarPart]) -> [ReadMeeting],
        thread: @escaping @Sendable (String) -> String? = { _ in nil },
        invitation: @escaping @Sendable (String) -> SentInvitation? = { _ in nil },
        isKnown: @escaping @Sendable (LinkQuestion) -> Bool? = { _ in nil }
    ) {
        self.accounts = accounts
        self.safeHTML = safeHTML
        self.meetings = meetings
        self.thread = thread
        self.invitation = invitation
        self.isKnown = isKnown
    }
}

/// The last version of a meeting that was sent out.
package struct SentInvitation: Hashable, Sendable {
    package var sequence: Int
    /// The addresses of all who were invited; `nil` when that is not known any more.
    package var attendees: [String]?

    package init(sequence: Int, attendees: [String]?) {
        self.sequence = sequence
        self.attendees = attendees
    }
}

/// Whether an object with a key exists: asked of a connection.
package struct LinkQuestion: Hashable, Sendable {
    package var connection: String
    package var path: String?
    package var object: String
    package var key: String
    package var value: String

    package init(connection: String, path: String?, object: String, key: String, value: String) {
        self.connection = connection
        self.path = path
        self.object = object
        self.key = key
        self.value = value
    }
}

/// What has to be looked up before a letter can be understood.
package struct LetterQuestions: Hashable, Sendable {
    /// Message-IDs whose threads are wanted: `Inbox.threads(of:)`.
    package var messageIDs: [String] = []
    /// Meetings whose last version is wanted.
    package var uids: [String] = []
    package var links: [LinkQuestion] = []
}
