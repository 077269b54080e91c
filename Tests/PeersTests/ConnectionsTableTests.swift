import Glibc
import Peers
import Testing

@Suite struct `What was tried becomes a table` {
    /// A document with two chapters, and a folder for rows, that go with the guardian.
    private static func desk() async throws -> Guardian {
        let guardian = try Guardian(of: Guardian.newFolder())
        try await Tool.require(
            "tee", ["\(guardian.folder)/doc.md"],
            input: Array(
                """
                Before.
                <!-- tried: TLS -->
                <!-- end of tried -->
                Between.
                <!-- tried: Faults -->
                <!-- end of tried -->
                After.

                """.utf8))
        return guardian
    }

    private static func table(_ desk: Guardian, _ more: String...) async throws -> Tool.Outcome {
        try await Tool.outcome(
            "\(Python.packageFolder)/scripts/connections-table",
            ["--rows", "\(desk.folder)/tried", "--document", "\(desk.folder)/doc.md"] + more)
    }

    private static func document(_ desk: Guardian) async throws -> String {
        try await Tool.require("cat", ["\(desk.folder)/doc.md"])
    }

    @Test func `rows are sorted, escaped and in their chapters`() async throws {
        let desk = try await Self.desk()
        let rows = "\(desk.folder)/tried"
        try Tried.record(.tls, "zeta", server: "Postfix 3.7.11", exit: 0, says: "sent <a@b>\n  as `x|y*`\n", in: rows)
        try Tried.record(.tls, "Alpha", server: "Postfix 3.7.11", exit: 75, says: "no", in: rows)
        try Tried.record(.tls, "Alpha", server: "Postfix 3.7.11", exit: 75, says: "no", in: rows)
        let outcome = try await Self.table(desk)
        #expect(outcome.succeeded && outcome.text.hasSuffix("written anew from what the tests tried; commit it\n"))
        let head = "| tried | against | exit | what router says |\n| --- | --- | --- | --- |\n"
        let written = """
            Before.
            <!-- tried: TLS -->
            \(head)| Alpha | Postfix 3.7.11 | 75 | no |
            | zeta | Postfix 3.7.11 | 0 | sent &lt;a@b&gt;<br>as \\`x\\|y\\*\\` |
            <!-- end of tried -->
            Between.
            <!-- tried: Faults -->
            \(head)<!-- end of tried -->
            After.

            """
        #expect(try await Self.document(desk) == written)
        #expect(try await Self.table(desk).text == "")
        #expect(try await Self.table(desk, "--check").succeeded)
        await desk.stop()
    }

    @Test func `what differs from the document is named, but no version`() async throws {
        let desk = try await Self.desk()
        let rows = "\(desk.folder)/tried"
        for (what, says) in [("one", "1"), ("two", "2"), ("three", "3")] {
            try Tried.record(.faults, what, server: "Postfix 3.7.11", exit: 75, says: says, in: rows)
        }
        #expect(try await Self.table(desk).succeeded)
        let before = try await Self.document(desk)
        try await Tool.require("rm", ["-r", rows])
        try Tried.record(.faults, "one", server: "Postfix 3.10.2", exit: 75, says: "1", in: rows)
        try Tried.record(.faults, "two", server: "Exim 4.1", exit: 76, says: "2|3", in: rows)
        try Tried.record(.faults, "four", server: "Exim 4.1", exit: 0, says: "4", in: rows)
        let outcome = try await Self.table(desk, "--check")
        #expect(!outcome.succeeded)
        let document = "\(desk.folder)/doc.md"
        #expect(
            outcome.errors == """
                \(document): Faults: 'four' was tried, but is not in the document
                \(document): Faults: 'three' stands in the document, but no test tried it
                \(document): Faults: 'two' against: Exim
                  the document has: Postfix
                \(document): Faults: 'two' exit: 76
                  the document has: 75
                \(document): Faults: 'two' says: 2\\|3
                  the document has: 2
                help: run make test and commit Docs/Connections.md

                """)
        #expect(try await Self.document(desk) == before)
        await desk.stop()
    }

    @Test func `two outcomes under one name, no chapter and no rows are errors`() async throws {
        let desk = try await Self.desk()
        let rows = "\(desk.folder)/tried"
        #expect(try await Self.table(desk).errors.contains("no test has noted anything in \(rows)"))
        try Tried.record(.ways, "one", server: "Postfix 3.7.11", exit: 0, says: "1", in: rows)
        #expect(
            try await Self.table(desk).errors
                == "connections-table: \(desk.folder)/doc.md has no place for Ways: "
                + "add the lines <!-- tried: Ways --> and <!-- end of tried -->\n")
        try Tried.record(.ways, "one", server: "Postfix 3.7.11", exit: 0, says: "2", in: rows)
        #expect(
            try await Self.table(desk).errors
                == "connections-table: Ways: 'one' was noted twice, with two outcomes: give one another name\n")
        await desk.stop()
    }

    @Test(arguments: [
        ("localhost:40123 takes no connections", "mail.example.com:587 takes no connections"),
        ("to 127.0.0.1:1 and [::1]:65535", "to mail.example.com:587 and mail.example.com:587"),
        (
            "Failed to connect to localhost port 1 after 12 ms",
            "Failed to connect to mail.example.com port 587 after … ms"
        ),
        ("another name than localhost", "another name than mail.example.com"),
        ("tls: {ca: /tmp/peer-a1B2c3/ca.pem}", "tls: {ca: …/ca.pem}"),
        ("/var/tmp/x/router-a1B2c3/connections/a.yaml:3", "…/connections/a.yaml:3"),
        ("sent ivan-17@example.test: 250 Ok: queued as 4XyZ1a  \n\n", "sent ivan@example.com: 250 Ok: queued as …"),
        ("Test (01a1fcb3-1f45-7766-aa4c-ea673c8e5795)\n  sent", "Test (…)\n  sent"),
        ("proxy 127.0.0.1:4711 leads on", "proxy proxy.example.com:1080 leads on"),
    ])
    func `words that differ from run to run are evened out`(said: String, evened: String) {
        #expect(TriedWords.evened(said, names: ["127.0.0.1:4711": "proxy.example.com:1080"]) == evened)
    }
}
