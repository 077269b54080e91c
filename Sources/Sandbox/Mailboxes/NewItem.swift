package import Attributes

/// An item that is about to be put into a folder.
package struct NewItem: FlaggedItem, Sendable {
    package var kind = ItemKind.letter
    package var content: [UInt8]
    package var received: Instant
    package var envelope: MailItem.Envelope?
    package var isRead = false
    package var isFlagged = false
    package var isAnswered = false
    package var isForwarded = false
    package var isDraft = false
    package var isDeleted = false
    package var keywords: Set<String> = []
    package var meeting: CalendarEntry?
    package var appointment: MailItem.ID?

    package init(content: [UInt8], received: Instant = .now) {
        self.content = content
        self.received = received
    }

    /// What a copy of an item would be.
    init(_ item: MailItem) {
        self.init(content: item.content, received: item.received)
        kind = item.kind
        envelope = item.envelope
        isRead = item.isRead
        isFlagged = item.isFlagged
        isAnswered = item.isAnswered
        isForwarded = item.isForwarded
        isDraft = item.isDraft
        keywords = item.keywords
        meeting = item.meeting
        appointment = item.appointment
    }
}
