internal import Attributes
internal import MIME

/// A letter in its parts, as clients make and change drafts without MIME.
struct LetterForm {
    var from: Mailbox
    var to: [Mailbox] = []
    var cc: [Mailbox] = []
    var bcc: [Mailbox] = []
    var replyTo: [Mailbox] = []
    var subject = ""
    var text: String?
    var html: String?
    var files: [ReadAttachment] = []
    var headers: [Draft.Field] = []
    var messageID: String
    var date = Instant.now
    var invitation: Draft.Invitation?

    init(from: Mailbox) {
        self.from = from
        messageID = "<\(UUIDv7())@\(from.address.split(separator: "@").last ?? "localhost")>"
    }

    /// What a letter consists of.
    init(_ letter: ReadLetter, from owner: Mailbox) {
        self.init(from: letter.from.first ?? owner)
        (to, cc, bcc, replyTo) = (letter.to, letter.cc, letter.bcc, letter.replyTo)
        (subject, text, html, files) = (letter.subject, letter.text, letter.html, letter.attachments)
        // A letter of one part ends with a line end of its own.
        if files.isEmpty, html == nil, text?.hasSuffix("\n") == true { text?.removeLast() }
        messageID = letter.messageID ?? messageID
        date = letter.date ?? date
        headers = letter.headers.filter { !Draft.Field.isReserved($0.name) && !Self.isTrace($0.name) }
            .map { Draft.Field(name: $0.name, value: $0.value) }
    }

    private static func isTrace(_ name: String) -> Bool {
        ["received", "return-path", "mime-version"].contains(name.lowercased())
    }

    /// Its bytes; Bcc stands at the beginning, where ``LetterHeader`` finds it again.
    func bytes() throws(EWSError) -> [UInt8] {
        var draft = Draft(from: from, subject: subject, date: date, zone: .utc, messageID: messageID)
        (draft.to, draft.cc, draft.replyTo) = (to, cc, replyTo)
        draft.headers = headers
        draft.text = text
        draft.html = html
        draft.invitation = invitation
        for file in files {
            let document = Document(name: file.name ?? "attachment", content: .bytes(file.content))
            if file.isInline, html != nil {
                draft.inline.append(Draft.File(document, contentID: file.contentID))
            } else {
                draft.attached.append(Draft.File(document))
            }
        }
        guard let bytes = try? compose(draft).bytes() else {
            throw EWSError("ErrorInvalidPropertySet", "The letter can't be composed of these properties.")
        }
        return LetterHeader.adding("Bcc", bcc, to: bytes)
    }
}
