import Attributes
import Diagnostics
import Testing

@testable import Engine

struct VerifyingTests {
    private static func route(_ test: String, email: String = "to: <Email>") -> String {
        """
        kind: send
        timezone: Europe/Moscow
        attributes:
          Email: {type: string, required: true}
          Emails: {type: string, array: true}
          Flag: boolean
          Start: datetime
        email:
          subject: "<Flag|no> <Start|->"
          body: Hello
          \(email)
        tests:
          - \(test)
        """
    }

    private func verdict(_ test: String, email: String = "to: <Email>", files: [String: String] = [:]) throws -> String
    {
        let folder = try TestWorkspace(files.merging(["routes/r.yaml": Self.route(test, email: email)]) { $1 })
        defer { withExtendedLifetime(folder) {} }
        let workspace = folder.load()
        guard let route = workspace.route("r") else { return TestWorkspace.said(workspace.findings.sorted) }
        return route.tests.map { test in
            switch Verifier(workspace, now: TestRoute.now).run(test, of: route) {
            case .passed: "passed"
            case .differs(let differences): differences.flatMap(\.lines).joined(separator: "\n")
            case .refused(let sentences): sentences.joined(separator: "\n")
            }
        }.joined(separator: "\n")
    }

    @Test(arguments: [
        (
            "{name: t, data: {Email: a@x.org}, expect: {to: [a@x.org], cc: [], text: Hello, meeting: , attachments: []}}",
            "passed"
        ),
        ("{name: t, data: {Email: a@x.org, Flag: true}, expect: {subject: {contains: 'yes'}}}", "passed"),
        ("{name: t, data: {Email: a@x.org, Flag: null, Start: ~}, expect: {subject: no -}}", "passed"),
        ("{name: t, data: {Email: a@x.org}, expect: {headers: {auto-submitted: auto-generated}, html: }}", "passed"),
        ("{name: t, data: {Email: a@x.org}, expect: {to: b@x.org}}", "to:\n  - b@x.org\n  + a@x.org"),
        ("{name: t, file: d.json, expect: {to: [f@x.org]}}", "passed"),
        (
            "{name: t, data: {Emial: x}, expect: {}}",
            "data: /Email: expected a text, found nothing\ndata: /Emial: expected a declared attribute (did you mean 'Email'?), found the key 'Emial'"
        ),
        ("{name: t, data: {Email: a@x.org}, expect: [{}, {}]}", "letters:\n  - 2\n  + 1"),
    ])
    func `a test says what differs`(test: String, verdict: String) throws {
        let found = try self.verdict(test, files: ["d.json": #"{"Email": "f@x.org"}"#])
        #expect(found == verdict)
    }

    @Test
    func `under each, a test expects a list`() throws {
        let found = try verdict(
            "{name: t, data: {Email: a@x.org, Emails: [a@x.org, b@x.org]}, expect: [{to: [a@x.org]}, {to: [c@x.org]}]}",
            email: "to: <Emails>\n  each: Emails")
        #expect(found == "letter 2.to[0]:\n  - c@x.org\n  + b@x.org")
    }

    @Test(arguments: [
        ("{name: t, data: {}, expect: {subjekt: x}}", "[subjekt]: a letter has no 'subjekt' (did you mean 'subject'?)"),
        (
            "{name: t, data: {}, expect: {colour: x}}",
            "[colour]: a letter has no 'colour' (expect any of: from, to, cc, bcc, subject, text, html, attachments, headers, meeting)"
        ),
        (
            "{name: t, data: {}, expect: [{}, {meeting: {strat: x}}]}",
            "[strat]: a meeting has no 'strat' (did you mean 'start'?)"
        ),
        (
            "{name: t, data: {}, expect: {text: {contain: x}}}",
            "[{contain: x}]: expected a text, a list, {contains: …} or {lacks: …} (write for instance {contains: Планёрка})"
        ),
        ("{name: t, expect: {}}", "[{name: t, expect: {}}]: a test needs either 'data' or 'file' (write one of them)"),
        (
            "{name: t, data: {}, file: d.json, expect: {}}",
            "[{name: t, data: {}, file: d.json, expect: {}}]: a test needs either 'data' or 'file' (write one of them)"
        ),
        ("{data: {}, expect: {}}", "[data]: a test needs the key 'name' (add 'name:': what the test shows)"),
        (
            "{name: t, data: {Email: a, Email: b}, expect: {}}",
            "[Email]: 'Email' stands here a second time; the first is in line 13 (keep one of them)"
        ),
    ])
    func `a test that can't be read is reported by check`(test: String, problem: String) throws {
        let found = try verdict(test)
        #expect(found == "routes/r.yaml:13 \(problem)")
    }

    /// It hinders the test, and not the letters.
    @Test
    func `a test's data file that is not there leaves the route usable`() throws {
        let found = try verdict("{name: t, file: none.json, expect: {}}")
        #expect(found == "the data file 'none.json' does not exist")
    }
}
