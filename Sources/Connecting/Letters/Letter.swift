package import MIME

/// A letter ready to go: composed once, its bytes and Message-ID are what every attempt sends.
package struct Letter: Sendable {
    /// The message's id in router, a UUIDv7.
    package let id: String
    /// As in its header, with angle brackets.
    package let messageID: String
    /// Whom the server tells when it can't deliver (MAIL FROM); blank for none.
    package let sender: String
    /// RCPT TO: each address once, Bcc included.
    package let recipients: [String]
    package let content: Content

    package init(id: String, messageID: String, sender: String, recipients: [String], content: Content) {
        self.id = id
        self.messageID = messageID
        self.sender = sender
        self.recipients = recipients
        self.content = content
    }
}
