import Diagnostics
import Settings

/// `email:`.
struct EmailSetting: SettingValue {
    var reading: Reading

    static let each = Field<PlacedText?>("each", "An array attribute: one personal letter for each item", default: nil)
    static let from = Field<FromSetting?>(
        "from", "Who it comes from", default: nil, shown: "the connection's sender")
    static let replyTo = Field<OneOrMany<MailboxSetting>?>("reply-to", "Where answers go", default: nil)
    static let to = Field<OneOrMany<RecipientSetting>?>("to", "Whom it goes to", default: nil)
    static let cc = Field<OneOrMany<RecipientSetting>?>(
        "cc", "Who gets a copy; addresses separated by ';'", default: nil)
    static let bcc = Field<OneOrMany<RecipientSetting>?>("bcc", "Who gets a copy that nobody sees", default: nil)
    static let subject = Field<PlacedText>("subject", "The subject")
    static let format = Field<BodyFormat?>("format", "plain, html or both", default: nil, shown: "from the body")
    static let body = Field<BodySetting>("body", "What it says: a text, a file, or {html: …, text: …}")
    static let attachments = Field<OneOrMany<PlacedText>?>(
        "attachments", "Document attributes and files that go with it", default: nil)
    static let inline = Field<Keyed<PlacedText>?>("inline", "Pictures that the HTML shows by cid:NAME", default: nil)
    static let headers = Field<Keyed<OneOrMany<PlacedText>>?>("headers", "Further header fields", default: nil)
    static let meeting = Field<MeetingSetting?>("meeting", "The meeting that it invites to", default: nil)
    static let shape = Shape(
        "email",
        [each, from, replyTo, to, cc, bcc, subject, format, body, attachments, inline, headers, meeting])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        shape.read(node, &reader).map { Self(reading: $0) }
    }
}
