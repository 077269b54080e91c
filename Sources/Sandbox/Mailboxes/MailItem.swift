package import Attributes

/// A letter, an invitation or an appointment in a folder.
package struct MailItem: FlaggedItem, Sendable {
    /// Unique in the sandbox, and never used again; an item that is moved gets a new one.
    package struct ID: Hashable, Sendable, Comparable {
        package let number: Int

        package init(_ number: Int) { self.number = number }

        package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    }

    /// Who a letter came from and went to, as the servers said; not what its header claims.
    package struct Envelope: Hashable, Sendable {
        package var sender: String
        package var recipients: [String]

        package init(sender: String, recipients: [String]) {
            self.sender = sender
            self.recipients = recipients
        }
    }

    package let id: ID
    package let folder: MailFolder.ID
    /// Rises within its folder.
    package let uid: UInt32
    /// Rises with every change of anything in the sandbox; what a change key is made of.
    package internal(set) var change: Int
    package var kind: ItemKind
    /// The letter as it came, with CRLF line ends; blank for an appointment.
    package var content: [UInt8]
    package var received: Instant
    package var envelope: Envelope?
    package var isRead = false
    package var isFlagged = false
    package var isAnswered = false
    package var isForwarded = false
    package var isDraft = false
    /// Marked for its removal, as IMAP does.
    package var isDeleted = false
    /// Further flags of IMAP; categories in Exchange.
    package var keywords: Set<String> = []
    /// The meeting of an invitation, an answer or an appointment.
    package var meeting: CalendarEntry?
    /// Of an invitation or a cancellation: what it stands for in the calendar.
    package var appointment: ID?
}
