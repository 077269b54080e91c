import Attributes
import MIME
import Peers

extension Draft {
    private static let pieces = [
        "a", "b", "Q", "7", " ", " ", "  ", "я", "Щ", "é", "👍", "👩‍👩‍👧", "ש", "漢", "=", "?", "_", "\"", "\\", ",", ";", ":",
        "<", ">",
        "@", "(", ")", ".", "'", "%", "*", "/", "=?utf-8?Q?x?=", "hello", "слово", "\t", "\u{A0}",
    ]
    private static let breaks = [
        "\n", "\r\n", "\r", "\n\n", "\n.\n", "\nFrom x", " \n", "\t\n", "=_", "--=_m", "\u{7F}", "\u{0}",
    ]

    private static func words(_ limit: Int, _ pieces: [String], _ random: inout Seeded) -> String {
        (0..<Int.random(in: 1...limit, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    /// A letter of random texts; its names aren't blank.
    static func random(_ random: inout Seeded) -> Draft {
        var draft = Draft.sample()
        draft.subject = words(60, pieces, &random)
        draft.from.name = "n" + words(30, pieces, &random)
        draft.to = (0..<Int.random(in: 1...5, using: &random)).map { number in
            Mailbox(name: "n" + words(20, pieces, &random), address: "to\(number)@example.com")
        }
        let shape = Int.random(in: 0..<3, using: &random)
        draft.text =
            shape == 1
            ? nil : words(400, Bool.random(using: &random) ? ["x", " ", "."] + breaks : pieces + breaks, &random)
        draft.html = shape == 0 ? nil : "<p>" + words(400, pieces + breaks, &random)
        draft.attached = (0..<Int.random(in: 0...3, using: &random)).map { _ in
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            return Draft.File(Document(name: "f" + words(40, pieces, &random) + ".bin", content: .bytes(bytes)))
        }
        return draft
    }

    /// A letter with both halves, a picture, a meeting and a file.
    static var everything: Draft {
        .sample { draft in
            draft.subject = "Встреча «Планёрка»"
            draft.text = "Приходите.\n"
            draft.html = "<p>Приходите. <img src=\"cid:logo\"></p>\n"
            draft.inline = [
                Draft.File(Document(name: "logo.png", content: .bytes([0x89, 0x50, 0x4E, 0x47])), contentID: "logo")
            ]
            draft.attached = [Draft.File(Document(name: "Повестка.pdf", content: .bytes(Array("%PDF-1.7\n".utf8))))]
            draft.invitation = Invitation(
                method: "REQUEST", calendar: Array("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".utf8))
            draft.headers = [Field(name: "Auto-Submitted", value: "auto-generated")]
        }
    }
}
