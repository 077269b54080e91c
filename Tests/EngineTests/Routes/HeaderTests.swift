import Attributes
import MIME
import Testing

@testable import Engine

struct HeaderTests {
    private func fields(_ email: String, _ data: [String: JSON] = [:]) throws -> String {
        try TestRoute.fill(email, data) { letter in
            letter.draft.headers.filter { $0.name != "X-Auto-Response-Suppress" }.map { "\($0.name): \($0.value)" }
                .joined(separator: "\n")
        }
    }

    @Test(arguments: [
        ("", "Auto-Submitted: auto-generated"),
        ("headers: {auto-submitted: auto-replied}", "auto-submitted: auto-replied"),
        ("headers: {X-Case: <Title>}", "X-Case: Plan\nAuto-Submitted: auto-generated"),
        // A list is comma-joined into one field; what is blank contributes nothing.
        ("headers: {X-Case: [<Title>, <Note>, b]}", "X-Case: Plan, b\nAuto-Submitted: auto-generated"),
        ("headers: {X-Case: <Emails>}", "X-Case: m@x.org, n@x.org\nAuto-Submitted: auto-generated"),
        ("headers: {X-Case: [<Note>]}", "Auto-Submitted: auto-generated"),
        ("headers: {X-Case: <Note|>}", "Auto-Submitted: auto-generated"),
    ])
    func `further header fields`(email: String, fields: String) throws {
        let found = try self.fields(email, ["Emails": ["m@x.org", "n@x.org"]])
        #expect(found == fields)
    }

    @Test(arguments: [
        "From", "to", "CC", "Bcc", "Subject", "Reply-To", "Date", "Message-ID", "MIME-Version", "Content-Type",
        "content-x",
    ])
    func `fields with keys of their own are refused`(name: String) throws {
        let said = try TestRoute.said("headers: {\(name): x}")
        #expect(said.hasPrefix("routes/r.yaml:19 [\(name)]: the field '\(name)' can't be set here ("))
    }

    @Test(arguments: ["\"\"", "X Case", "Дело", "\"X:Y\""])
    func `a name that no header can have is refused`(name: String) throws {
        let said = try TestRoute.said("headers: {\(name): x}")
        #expect(said.contains("can't name a header field (use Latin letters, digits and '-')"))
    }

    @Test
    func `an optional attribute needs a fallback in a field of its own`() throws {
        let said = try TestRoute.said("headers: {X-Case: case <Note>}")
        #expect(said.hasPrefix("routes/r.yaml:19 [<Note>]: "))
        #expect(said.contains("<Note|"))
    }

    @Test(arguments: ["a\nBcc: b@x.org", "a\r\n", "a\0"])
    func `no value begins a line of its own`(value: String) throws {
        let found = try fields("headers: {X-Case: <Title>}", ["Title": .string(value)])
        #expect(found.hasPrefix("data: /Title: expected "))
    }
}
