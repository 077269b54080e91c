import Attributes
import MIME
import Peers
import Testing

struct GoldenTests {
    static let drafts: [(String, Draft)] = [
        ("plain.eml", .sample()),
        (
            "html.eml",
            .sample { draft in
                draft.text = nil
                draft.html =
                    "<!DOCTYPE html>\n<html lang=\"de\"><body style=\"color: red\">Größe — groß</body></html>\n"
            }
        ),
        (
            "alternative.eml",
            .sample { draft in
                draft.subject = "Встреча отдела кадров с новыми сотрудниками перенесена на четверг"
                draft.text = "Добрый день!\r\rFrom now on.\n.\n"
                draft.html = "<p>Добрый день!</p>\n"
                draft.cc = [Mailbox(address: "a@example.com"), Mailbox(name: "O'Neil, J.", address: "b@пример.рф")]
                draft.replyTo = [Mailbox(address: "desk@example.com")]
            }
        ),
        ("everything.eml", .everything),
        (
            "cancel.eml",
            .sample { draft in
                draft.to = []
                draft.html = "<p>Cancelled</p>\n"
                draft.invitation = .init(
                    method: "CANCEL", calendar: Array("BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n".utf8))
            }
        ),
    ]

    @Test(arguments: GoldenTests.drafts.map(\.0))
    func `a letter has the golden's bytes`(name: String) throws {
        let draft = try #require(Self.drafts.first { $0.0 == name }?.1)
        let found = try compose(draft).bytes()
        let golden = try Golden.bytes("letters/\(name)", found: found)
        #expect(String(decoding: found, as: UTF8.self) == String(decoding: golden, as: UTF8.self))
        #expect(found == golden)
    }

    @Test(arguments: GoldenTests.drafts.map(\.0), ["\r\n", "\r"])
    func `a letter from texts with other line ends is the same`(name: String, lineEnd: String) throws {
        var draft = try #require(Self.drafts.first { $0.0 == name }?.1)
        let found = try compose(draft).bytes()
        let changed = { (text: String) in unified(text).split(separator: "\n", omittingEmptySubsequences: false) }
        draft.text = draft.text.map { changed($0).joined(separator: lineEnd) }
        draft.html = draft.html.map { changed($0).joined(separator: lineEnd) }
        #expect(try compose(draft).bytes() == found)
    }
}
