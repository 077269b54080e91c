package import Attributes
package import Connecting
package import Spool

/// A letter that came in, as a route understands it: what handlers get, and what lists show.
package struct IncomingMessage: Sendable {
    /// `email` or `calendar-event`.
    package var kind: String
    /// The built-in attributes and the route's own, in the order of their declaration; `Attachments` without their `Content`.
    package var attributes: JSON
    /// In the order of `Attachments`.
    package var attachments: [HandedAttachment]
    package var links: [ArrivalLink]
    /// The account's id.
    package var contact: String?
    /// `nil` on routes without link rules.
    package var needsProcessing: Bool?
    /// A Message-ID, or another text that is this letter's alone.
    package var thread: String
    /// For lists: the name and address of who wrote it, its subject, its first words.
    package var sender: String
    package var subject: String
    package var snippet: String

    package init(
        kind: String, attributes: JSON, attachments: [HandedAttachment], links: [ArrivalLink] = [],
        contact: String? = nil, needsProcessing: Bool? = nil, thread: String, sender: String, subject: String,
        snippet: String
    ) {
        self.kind = kind
        self.attributes = attributes
        self.attachments = attachments
        self.links = links
        self.contact = contact
        self.needsProcessing = needsProcessing
        self.thread = thread
        self.sender = sender
        self.subject = subject
        self.snippet = snippet
    }
}
