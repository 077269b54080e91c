import Attributes
import MIME

extension RenderedLetter {
    /// The business objects that a letter speaks of that goes out.
    func links(by finder: LinkFinder) -> [Link] {
        guard !finder.isEmpty else { return [] }
        // Nearly all rules look at the subject, and a body is not made a text for nothing.
        lazy var message = attributes
        return finder.links { $0.text == ArrivalPath.subject.text ? [draft.subject] : $0.texts(in: message) }
    }

    private var attributes: JSON {
        func text(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
        func people(_ mailboxes: [Mailbox]) -> JSON { .array(mailboxes.map(\.person)) }
        return [
            "From": draft.from.person, "To": people(draft.to), "Cc": people(draft.cc), "Bcc": people(bcc),
            "ReplyTo": draft.replyTo.first?.person ?? .null, "Subject": .string(draft.subject),
            "TextBody": text(draft.text), "HtmlBody": text(draft.html),
            "Headers": .array(draft.headers.map { ["Name": .string($0.name), "Value": .string($0.value)] }),
        ]
    }
}
