package import Attributes

/// A letter before it is written as bytes: all texts final, nothing encoded.
package struct Draft: Sendable {
    package var from: Mailbox
    package var replyTo: [Mailbox] = []
    package var to: [Mailbox] = []
    package var cc: [Mailbox] = []
    package var subject: String
    package var date: Instant
    /// The zone that the Date field is written in.
    package var zone: Zone
    /// With its angle brackets: `<…@example.com>`.
    package var messageID: String
    /// Further fields in the order in which they are written; values unencoded and unfolded.
    package var headers: [Field] = []
    /// The plain half in UTF-8, with line ends of any kind.
    package var plainBody: [UInt8]?
    /// The HTML half, likewise.
    package var htmlBody: [UInt8]?
    /// Parts that the HTML half shows by `cid:`.
    package var inline: [File] = []
    package var attached: [File] = []
    package var invitation: Invitation?

    package init(from: Mailbox, subject: String, date: Instant, zone: Zone, messageID: String) {
        self.from = from
        self.subject = subject
        self.date = date
        self.zone = zone
        self.messageID = messageID
    }

    /// The plain half, for places that are not on the way to the letter's bytes.
    package var text: String? {
        get { plainBody.map { String(decoding: $0, as: UTF8.self) } }
        set { plainBody = newValue.map { Array($0.utf8) } }
    }

    /// The HTML half, likewise.
    package var html: String? {
        get { htmlBody.map { String(decoding: $0, as: UTF8.self) } }
        set { htmlBody = newValue.map { Array($0.utf8) } }
    }

    /// A header field.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// A file that travels with the letter.
    package struct File: Hashable, Sendable {
        package var document: Document
        /// Without angle brackets; for inline parts.
        package var contentID: String?

        package init(_ document: Document, contentID: String? = nil) {
            self.document = document
            self.contentID = contentID
        }
    }

    /// A meeting as iCalendar bytes, to be accepted or taken off the calendar.
    package struct Invitation: Hashable, Sendable {
        /// As in the bytes' METHOD: `REQUEST` or `CANCEL`.
        package var method: String
        /// CRLF line ends.
        package var calendar: [UInt8]

        package init(method: String, calendar: [UInt8]) {
            self.method = method
            self.calendar = calendar
        }
    }
}
