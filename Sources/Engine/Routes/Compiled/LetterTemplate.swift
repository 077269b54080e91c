import Attributes
import MIME
import Templating

/// A route's `email:`, compiled: templates in place of texts.
struct LetterTemplate: Sendable {
    /// `nil` takes the connection's sender.
    var from: MailboxTemplate?
    /// Stands beside the connection's address in place of its own name.
    var senderName: Template?
    var sender: Mailbox?
    var replyTo: [MailboxTemplate] = []
    var to: [RecipientTemplate] = []
    var cc: [RecipientTemplate] = []
    var bcc: [RecipientTemplate] = []
    var subject: Template
    var text: Template?
    var html: Template?
    var attachments: [FileTemplate] = []
    var inline: [InlineTemplate] = []
    var headers: [HeaderTemplate] = []
    var meeting: MeetingTemplate?
}

/// An address and a name with placeholders, or an account.
enum MailboxTemplate: Sendable {
    case account(Hole)
    case address(Template, name: Template?)

    /// The address when no data can change it.
    var constantAddress: String? {
        if case .address(let template, _) = self { template.constant?.trimmingWhitespace() } else { nil }
    }
}

/// An entry of `to`, `cc` or `bcc`.
enum RecipientTemplate: Sendable {
    case account(Hole)
    /// Exactly one address: data can't add recipients here.
    case one(MailboxTemplate)
    /// Several, split on `;` in the template and again in the values; names pair with them by position.
    case several([Part])

    /// A stretch of the address list between semicolons, with its name.
    struct Part: Sendable {
        var address: Template
        var name: Template?
    }
}

/// A file that goes with the letter.
enum FileTemplate: Sendable {
    case attribute(Hole)
    /// A file of the workspace, by absolute path.
    case file(path: String, name: String)
}

/// A picture that the HTML shows.
struct InlineTemplate: Sendable {
    var contentID: String
    var file: FileTemplate
}

/// A header field whose values are joined by commas.
struct HeaderTemplate: Sendable {
    var name: String
    var values: [Template]
}
