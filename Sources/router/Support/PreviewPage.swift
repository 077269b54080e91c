import Attributes
import Connecting
import Engine
import ICalendar
import MIME

/// A page that shows letters as their readers will see them: HTML beside text, the invitation, the header as it goes out.
///
/// The letter's HTML stands in a frame without scripts, forms or network, whatever a value may have brought in.
struct PreviewPage {
    private let messages: [Message]
    private let route: String

    init(_ messages: [Message], route: String) {
        self.messages = messages
        self.route = route
    }

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(Self.escape(route))</title>
        <style>
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 80rem; margin: 2rem auto; padding: 0 1rem; color: #1c2330; background: #f4f5f7 }
        article { background: #fff; border: 1px solid #d9dde3; border-radius: .5rem; padding: 1rem 1.5rem; margin: 1.5rem 0 }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 1rem }
        dt { color: #667085 }
        dd { margin: 0; overflow-wrap: anywhere }
        h2 { font-size: 1rem; margin: 1rem 0 .4rem; color: #667085 }
        iframe { width: 100%; height: 24rem; border: 1px solid #d9dde3; background: #fff }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f5f7; padding: .8rem; margin: 0 }
        .halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 0 1.5rem }
        .flaws { color: #b42318 }
        summary { cursor: pointer; color: #667085; margin-top: 1rem }
        .meeting { border-left: .3rem solid #2f6fed; padding-left: 1rem }
        @media (prefers-color-scheme: dark) {
          body { background: #14171c; color: #e4e7ec }
          article { background: #1c2026; border-color: #333a45 }
          pre { background: #14171c }
        }
        </style>
        </head>
        <body>
        <h1>\(Self.escape(route))</h1>
        \(messages.map(article).joined(separator: "\n"))
        </body>
        </html>

        """
    }

    private func article(_ message: Message) -> String {
        let letter = message.rendered
        let draft = letter.draft
        var fields = row("From", draft.from.shown)
        fields += row("Reply-To", list(draft.replyTo)) + row("To", list(draft.to)) + row("Cc", list(draft.cc))
        fields += row("Bcc", list(letter.bcc)) + row("Subject", draft.subject)
        fields += row(
            "Attached", draft.attached.map { "\($0.document.name) (\($0.document.size) bytes)" }.joined(separator: ", ")
        )
        var body = "<article>\n<dl>\n\(fields)</dl>\n" + flaws(message)
        if let meeting = letter.meeting {
            let zone = draft.zone
            body += "<h2>Invitation</h2>\n<dl class=\"meeting\">\n" + row("What", meeting.title)
            body += row("Method", meeting.method.rawValue)
            body += row("Starts", meeting.start.iso8601(in: zone)) + row("Ends", meeting.end.iso8601(in: zone))
            body += row("Where", meeting.location ?? "") + row("Organizer", meeting.organizer.address)
            body += row("Guests", meeting.attendees.map(\.address).joined(separator: ", ")) + "</dl>\n"
        }
        body += "<div class=\"halves\">\n"
        if let html = draft.html {
            body += """
                <section><h2>HTML</h2>
                <iframe sandbox="" title="The letter" srcdoc="\(Self.escape(withPictures(html, of: draft)))"></iframe></section>

                """
        }
        if let text = draft.text { body += "<section><h2>Text</h2>\n<pre>\(Self.escape(text))</pre></section>\n" }
        body += "</div>\n<details><summary>Header</summary>\n<pre>\(Self.escape(header(message)))</pre></details>\n"
        return body + "</article>"
    }

    /// The HTML with its pictures in it: the page has no network and no other parts.
    private func withPictures(_ html: String, of draft: Draft) -> String {
        draft.inline.reduce(html) { html, file in
            guard let id = file.contentID, let bytes = Self.bytes(of: file.document) else { return html }
            let type = MediaType.of(fileName: file.document.name)
            return html.replacing("cid:\(id)", with: "data:\(type);base64,\(Base64.encode(bytes))")
        }
    }

    /// Of a picture; larger ones are left out of the page.
    private static let pictureLimit = 2_000_000

    private static func bytes(of document: Document) -> [UInt8]? {
        switch document.content {
        case .bytes(let bytes): bytes.count <= pictureLimit ? bytes : nil
        case .file(let path, _): try? TextFile.readBytes(path, limit: pictureLimit)
        }
    }

    /// What would keep calendars from showing the invitation.
    private func flaws(_ message: Message) -> String {
        let flaws = message.invitationFlaws
        guard !flaws.isEmpty else { return "" }
        let items = flaws.map { "<li>\(Self.escape($0.problem)): \(Self.escape($0.remedy))</li>" }
        return "<ul class=\"flaws\">\n\(items.joined(separator: "\n"))\n</ul>\n"
    }

    /// The letter's header as it goes out.
    private func header(_ message: Message) -> String {
        guard case .bytes(let bytes)? = message.letter.content.pieces.first else { return "" }
        let end = bytes.firstRange(of: Array("\r\n\r\n".utf8))?.lowerBound ?? bytes.endIndex
        return String(decoding: bytes[..<end], as: UTF8.self).replacing("\r\n", with: "\n")
    }

    private func row(_ name: String, _ value: String) -> String {
        value.isEmpty ? "" : "<dt>\(name)</dt><dd>\(Self.escape(value))</dd>\n"
    }

    private func list(_ mailboxes: [Mailbox]) -> String { mailboxes.map(\.shown).joined(separator: ", ") }

    private static func escape(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
