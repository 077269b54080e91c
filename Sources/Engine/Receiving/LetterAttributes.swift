import Attributes
import Connecting
import MIME
import Templating

/// The built-in attributes of a letter.
struct LetterAttributes {
    let letter: ReadLetter
    let zone: Zone
    private(set) var attachments: [HandedAttachment] = []
    private var attachmentFields: [JSON] = []
    /// What a person would read: the plain text, or what the HTML says.
    let text: String

    init(_ letter: ReadLetter, zone: Zone) {
        self.letter = letter
        self.zone = zone
        text = Self.text(of: letter)
        for (part, file) in zip(letter.attachments, letter.fileNames) {
            attachments.append(
                HandedAttachment(fileName: file.whole, contentType: part.contentType, content: part.content))
            attachmentFields.append([
                "Name": .string(file.name), "Extension": .string(file.suffix), "ContentType": .string(part.contentType),
                "Inline": .bool(part.isInline),
            ])
        }
    }

    /// In the order of the contract; what is not there is null, or an empty list.
    ///
    /// The safe HTML becomes `HtmlBody`.
    func members(safeHTML: String?, thread: String, received: Instant) -> [JSON.Member] {
        func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
        func people(_ mailboxes: [Mailbox]) -> JSON { .array(mailboxes.map(\.person)) }
        return [
            .init(name: "From", value: letter.from.first?.person ?? .null),
            .init(name: "To", value: people(letter.to)), .init(name: "Cc", value: people(letter.cc)),
            .init(name: "Bcc", value: people(letter.bcc)),
            .init(name: "ReplyTo", value: letter.replyTo.first?.person ?? .null),
            .init(name: "Subject", value: .string(letter.subject)), .init(name: "HtmlBody", value: text(safeHTML)),
            .init(name: "TextBody", value: .string(self.text)), .init(name: "RawBody", value: text(letter.html)),
            .init(name: "Attachments", value: .array(attachmentFields)),
            .init(
                name: "Headers",
                value: .array(letter.headers.map { ["Name": .string($0.name), "Value": .string($0.value)] })),
            .init(name: "GlobalMessageId", value: text(letter.messageID)),
            .init(name: "InReplyTo", value: text(letter.inReplyTo.first)),
            .init(name: "References", value: .array(letter.references.map { .string($0) })),
            .init(name: "Thread", value: .string(thread)),
            .init(name: "ReceivedDate", value: .string(received.iso8601(in: zone))),
        ]
    }

    private static func text(of letter: ReadLetter) -> String {
        if let text = letter.text { return text.withPlainLineEnds }
        guard let html = letter.html else { return "" }
        let derived = Template(constant: html, in: .html).derivedText()
        // Without placeholders nothing can be blank.
        let nobody = Record(Schema([]), [])
        return (try? derived.text(nobody, as: Writing(language: .english, zone: .utc))) ?? ""
    }
}

extension String {
    /// With LF where there was CR LF.
    fileprivate var withPlainLineEnds: String {
        guard utf8.contains(0x0D) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        for byte in utf8 {
            if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Mailbox {
    /// A bare address has itself for a name, as accounts do.
    var person: JSON { ["Name": .string(shownName), "Address": .string(address)] }

    /// As people read it: `Анна <anna@example.com>`.
    var listed: String { shownName == address ? address : "\(shownName) <\(address)>" }

    private var shownName: String {
        let name = (name ?? "").trimmingWhitespace()
        return name.isEmpty ? address : name
    }
}
