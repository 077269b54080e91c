package import Attributes

/// A letter that somebody wrote, as it was understood; nothing in it is trusted.
package struct ReadLetter: Sendable {
    package var from: [Mailbox] = []
    package var to: [Mailbox] = []
    package var cc: [Mailbox] = []
    package var bcc: [Mailbox] = []
    package var replyTo: [Mailbox] = []
    /// Decoded; blank when there is none.
    package var subject = ""
    /// What the writer's clock said.
    package var date: Instant?
    /// With its angle brackets.
    package var messageID: String?
    /// With their angle brackets, from the first on.
    package var inReplyTo: [String] = []
    package var references: [String] = []
    /// All fields in their order, decoded and unfolded.
    package var headers: [ReadHeader] = []
    /// The plain text; `nil` when the letter has none.
    package var text: String?
    /// The HTML as it came; `nil` when the letter has none.
    package var html: String?
    /// Also the pictures that the HTML shows, and letters that were forwarded as a whole (`message/rfc822`, named `.eml`).
    package var attachments: [ReadAttachment] = []
    /// The calendar parts, decoded into UTF-8, with the `method` of their types.
    package var calendars: [ReadCalendarPart] = []
    /// What a mail server tells of a letter that was sent before.
    package var notice: DeliveryNotice?
    /// What had to be mended to understand it, a sentence each.
    package var flaws: [String] = []

    package init() {}

    /// The decoded values of a field, by its name in any case.
    package func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

/// A field of a header.
package struct ReadHeader: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// A part of a letter that is no text of it.
package struct ReadAttachment: Hashable, Sendable {
    /// As the letter has it, decoded, and not fit to be a path; `nil` when it says none.
    package var name: String?
    /// `application/pdf`, in small letters.
    package var contentType: String
    package var isInline: Bool
    /// Without angle brackets.
    package var contentID: String?
    package var content: [UInt8]

    package init(
        name: String?, contentType: String, isInline: Bool = false, contentID: String? = nil, content: [UInt8]
    ) {
        self.name = name
        self.contentType = contentType
        self.isInline = isInline
        self.contentID = contentID
        self.content = content
    }
}

/// A `text/calendar` part.
package struct ReadCalendarPart: Hashable, Sendable {
    /// In capitals: `REQUEST`.
    package var method: String?
    package var text: String

    package init(method: String?, text: String) {
        self.method = method
        self.text = text
    }
}

/// A delivery status notice (RFC 3464).
package struct DeliveryNotice: Hashable, Sendable {
    package enum Action: String, Sendable, CaseIterable {
        case failed, delayed, delivered, relayed, expanded
    }

    package struct Recipient: Hashable, Sendable {
        /// The original one where the notice says it, else the final one.
        package var address: String
        package var action: Action
        /// Such as `5.1.1`.
        package var status: String
        /// The server's words.
        package var diagnostic: String?

        package init(address: String, action: Action, status: String, diagnostic: String? = nil) {
            self.address = address
            self.action = action
            self.status = status
            self.diagnostic = diagnostic
        }
    }

    package var envelopeID: String?
    /// Of the letter that the notice is about, with its angle brackets, from the part that was returned.
    package var messageID: String?
    package var recipients: [Recipient]

    package init(envelopeID: String? = nil, messageID: String? = nil, recipients: [Recipient]) {
        self.envelopeID = envelopeID
        self.messageID = messageID
        self.recipients = recipients
    }
}
