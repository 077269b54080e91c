import Attributes
import MIME
import Testing

/// A place in a draft that takes text from outside.
struct OpenField: Sendable, CustomTestStringConvertible {
    var name: String
    var set: @Sendable (inout Draft, String) -> Void
    var testDescription: String { name }

    static let all: [OpenField] = [
        OpenField(name: "from.name") { $0.from.name = $1 },
        OpenField(name: "from.address") { $0.from.address = $1 + "@example.com" },
        OpenField(name: "reply-to[0].name") { $0.replyTo = [Mailbox(name: $1, address: "a@example.com")] },
        OpenField(name: "reply-to[0].address") { $0.replyTo = [Mailbox(address: "a@example.com" + $1)] },
        OpenField(name: "to[1].name") { $0.to.append(Mailbox(name: $1, address: "a@example.com")) },
        OpenField(name: "to[1].address") { $0.to.append(Mailbox(address: "a@" + $1 + "example.com")) },
        OpenField(name: "cc[0].name") { $0.cc = [Mailbox(name: $1, address: "a@example.com")] },
        OpenField(name: "cc[0].address") { $0.cc = [Mailbox(address: "\"" + $1 + "\"@example.com")] },
        OpenField(name: "subject") { $0.subject = $1 },
        OpenField(name: "message-id") { $0.messageID = "<a" + $1 + "@example.com>" },
        OpenField(name: "headers.X-Case") { $0.headers = [.init(name: "X-Case", value: $1)] },
        OpenField(name: "attachments[0].name") { $0.attached = [Draft.File(.init(name: $1, content: .bytes([])))] },
        OpenField(name: "inline[0].name") {
            $0.html = "<p>"
            $0.inline = [Draft.File(.init(name: $1, content: .bytes([])), contentID: "logo")]
        },
        OpenField(name: "inline[0].content-id") {
            $0.html = "<p>"
            $0.inline = [Draft.File(.init(name: "a.png", content: .bytes([])), contentID: "logo" + $1)]
        },
        OpenField(name: "meeting.method") { $0.invitation = .init(method: "REQUEST" + $1, calendar: []) },
    ]
}

struct InjectionTests {
    @Test(
        arguments: OpenField.all,
        ["x\r\nBcc: evil@example.org", "x\nBcc: evil@example.org", "x\ry", "x\0y", "\n", "Я\r\n"])
    func `a line break or NUL in any field is refused by its name`(field: OpenField, text: String) {
        let problem = #expect(throws: ComposeProblem.self) {
            _ = try compose(.sample { field.set(&$0, text) })
        }
        #expect(problem?.flaws.map(\.field) == [field.name])
    }

    @Test(arguments: ["X-A\r\nBcc", "X A", "X:A", "", "Дело", "X\0"])
    func `a header's name is letters, digits and signs`(name: String) {
        let problem = #expect(throws: ComposeProblem.self) {
            _ = try compose(.sample { $0.headers = [.init(name: name, value: "x")] })
        }
        #expect(
            problem?.flaws.map(\.problem) == [
                "the header's name may hold printable ASCII without spaces and colons only"
            ])
    }

    @Test(arguments: ["From", "bcc", "CONTENT-TYPE", "Content-Foo", "Message-Id", "mime-version", "Date", "Subject"])
    func `the letter's own headers can't be written twice`(name: String) {
        let problem = #expect(throws: ComposeProblem.self) {
            _ = try compose(.sample { $0.headers = [.init(name: name, value: "x")] })
        }
        #expect(
            problem?.description
                == "headers.\(name): router writes this header itself; use the key that the route has for it")
    }

    @Test(arguments: [Int64.min, -2_300_000_000, 253_402_300_800, .max])
    func `a date that no letter can bear is refused`(seconds: Int64) {
        let problem = #expect(throws: ComposeProblem.self) {
            _ = try compose(.sample { $0.date = Instant(seconds: seconds) })
        }
        #expect(problem?.description == "date: its year is not between 1900 and 9999; check the clock")
    }

    @Test
    func `everything wrong is reported at once, in words`() {
        let problem = #expect(throws: ComposeProblem.self) {
            _ = try compose(
                .sample { draft in
                    draft.from.address = "robot"
                    draft.to = [
                        Mailbox(name: "a\nb", address: "ivan@example.com"), Mailbox(address: "a b@example.com"),
                    ]
                    draft.subject = "a\0"
                })
        }
        #expect(
            problem?.description == """
                from.address: 'robot' has no @; write one address like name@example.com
                to[0].name: a line break stands at byte 2, and no header may hold one; take it out of the value
                to[1].address: 'a b@example.com' has a space in it; write one address like name@example.com
                subject: a NUL stands at byte 2, and no header may hold one; take it out of the value
                """)
    }
}
