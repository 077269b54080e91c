import Attributes
import Diagnostics
import MIME
import Testing

@testable import Engine

@Suite struct `A receive route's tests` {
    /// A reader that knows one letter, whatever its bytes are.
    private static func tools(_ letter: ReadLetter) -> LetterTools {
        LetterTools(
            read: { bytes in
                bytes.isEmpty ? .failure(.init(words: "it is empty", help: "write a letter")) : .success(letter)
            }, safeHTML: { html, _ in html }, meetings: { _ in [] })
    }

    private func verdict(_ expect: String, mail: String = "mail/a.eml") throws -> String {
        let arrival = try TestArrival(
            """
            attributes:
              Invoice: {type: string, from: Subject, match: 'Inv-[0-9]+', required: true}
              When: {type: datetime, from: TextBody, match: '\\d\\d\\.\\d\\d\\.\\d{4}'}
            links: [{name: i, match: 'Inv-[0-9]+', object: Invoice, key: Number}]
            tests: [{name: t, mail: \(mail), expect: \(expect)}]
            """, files: ["mail/a.eml": "x", "mail/empty.eml": "", "mail/b.eml": "y"])
        let workspace = arrival.workspace.load()
        guard let route = workspace.receiveRoutes["r"] else { return TestWorkspace.said(workspace.findings.sorted) }
        let letter = ReadLetter.sample { letter in
            letter.text = "до 01.12.2026"
            if mail == "mail/b.eml" { letter.subject = "Счёт" }
            letter.attachments = [ReadAttachment(name: "a.pdf", contentType: "application/pdf", content: [])]
        }
        return route.tests.map { test in
            switch Verifier(workspace, now: TestArrival.now).run(test, of: route, reading: Self.tools(letter)) {
            case .passed: "passed"
            case .differs(let differences): differences.flatMap(\.lines).joined(separator: "\n")
            case .refused(let sentences): sentences.joined(separator: "\n")
            }
        }.joined(separator: "\n")
    }

    @Test(arguments: [
        ("{attributes: {Invoice: Inv-17, From: {Address: anna@example.org}, To: [desk@example.com]}}", "passed"),
        ("{attributes: {From: 'Анна Кузнецова <anna@example.org>', Attachments: [a.pdf], Cc: []}}", "passed"),
        ("{attributes: {When: 2026-12-01T00:00, TextBody: {contains: до}}, links: [Inv-17]}", "passed"),
        ("{contact: anna, thread: <1@example.org>, needsProcessing: false}", "passed"),
        ("{links: [{object: Invoice, value: Inv-18}]}", "links[0].value:\n  - Inv-18\n  + Inv-17"),
        (
            "{attributes: {Invoice: Inv-18}, contact: }",
            "attributes.Invoice:\n  - Inv-18\n  + Inv-17\ncontact:\n  - nothing\n  + anna"
        ),
        ("{quarantine: {contains: Invoice}}", "quarantine:\n  - …Invoice…\n  + nothing"),
    ])
    func `compare what they name`(expect: String, verdict: String) throws {
        #expect(try self.verdict(expect) == verdict)
    }

    @Test(arguments: [
        ("{quarantine: {contains: 'matches ''Inv-[0-9]+'''}}", "passed"),
        (
            "{contact: anna}",
            "quarantine:\n  - nothing\n  + the required attribute 'Invoice' is not in the letter: nothing in its Subject matches 'Inv-[0-9]+', which says 'Счёт'"
        ),
    ])
    func `expect a quarantine only when they say so`(expect: String, verdict: String) throws {
        #expect(try self.verdict(expect, mail: "mail/b.eml") == verdict)
    }

    @Test(arguments: [
        ("{attribute: {}}", "[attribute]: a message has no 'attribute' (did you mean 'attributes'?)"),
        ("{attributes: {Invoce: x}}", "[Invoce]: a message has no 'Invoce' (did you mean 'Invoice'?)"),
        ("{attributes: {From: {Adress: x}}}", "[Adress]: 'From' has no 'Adress' (did you mean 'Address'?)"),
        ("{links: Inv-17}", "[Inv-17]: links are a list (write [Inv-17], or [{object: Invoice, value: Inv-17}])"),
    ])
    func `are reported by check when they can't be read`(expect: String, words: String) throws {
        #expect(try verdict(expect) == "routes/r.yaml:7 \(words)")
    }

    @Test func `say why a letter can't be read`() throws {
        #expect(try verdict("{}", mail: "mail/empty.eml") == "the letter 'mail/empty.eml' can't be read: it is empty")
        #expect(try verdict("{}", mail: "mail/none.eml") == "the letter 'mail/none.eml' does not exist")
    }
}
