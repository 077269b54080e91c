import Attributes
import Spool
import Testing

@Suite struct `Letters that came in are listed as they are asked for` {
    @Test func `filters choose by state, route, connection, direction, thread, contact, time and need`() async throws {
        let received = try Received()
        let now = Instant.now
        let old = try await received.put(Arriving(received: now + .seconds(-3 * 3600)))
        let sent = try await received.put(
            Arriving(
                thread: "<t@example.org>", route: "desk",
                folder: FolderName(connection: "second", folder: "Sent"), isOutgoing: true))
        let open = try await received.put(
            Arriving(thread: "<t@example.org>", contact: "ivan", needsProcessing: true))
        let stored = try await received.put(Arriving(end: .stored))
        let waiting = try await received.put(Arriving(end: .waiting))
        let failed = try await received.put(Arriving(end: .failed(Arriving.refusal)))
        let stuck = try await received.put(Arriving(end: .quarantined(Arriving.unfit)))

        func ids(_ arguments: String...) async throws -> [String] {
            let outcome = try await Program.run(["inbox", "list", "--json"] + arguments, in: received.workspace.folder)
            try #require(outcome.status == 0, "\(outcome.told)")
            return try outcome.jsonLines.compactMap(\.id.text)
        }
        #expect(try await ids() == [stuck, failed, waiting, stored, open, sent, old])
        #expect(try await ids("--oldest", "--limit", "2") == [old, sent])
        #expect(try await ids("--state", "quarantined,failed") == [stuck, failed])
        #expect(try await ids("--state", "received") == [stored])
        #expect(try await ids("--state", "delivering") == [waiting])
        #expect(try await ids("--route", "desk") == [sent])
        #expect(try await ids("--connection", "second") == [sent])
        #expect(try await ids("--outgoing") == [sent])
        #expect(try await ids("--incoming", "--state", "delivered") == [open, old])
        #expect(try await ids("--unprocessed") == [open])
        #expect(try await ids("--contact", "ivan") == [open])
        for thread in ["<t@example.org>", "t@example.org", open, String(open.prefix(23))] {
            #expect(try await ids("--thread", thread) == [open, sent], "\(thread)")
        }
        #expect(try await ids("--before", "2h") == [old])
        #expect(try await ids("--since", "4h", "--before", "1h") == [old])
        #expect(try await ids("--since", (now + .seconds(-7200)).iso8601).count == 6)
        #expect(try await ids("--since", "2100-01-01").isEmpty)
    }

    @Test func `how many are new, stuck or unprocessed is said behind the list`() async throws {
        let received = try Received()
        try await received.put(Arriving(end: .stored, received: .now + .seconds(-2 * 3600 - 60)))
        try await received.put(Arriving(end: .waiting))
        try await received.put(Arriving(end: .failed(Arriving.refusal), received: .now + .seconds(-86_400)))
        try await received.put(Arriving(end: .quarantined(Arriving.unfit)))
        try await received.put(Arriving(needsProcessing: true, route: "desk"))
        let all = try await received.inbox("list")
        #expect(all.stderr == "2 new, the oldest for 2h; 1 failed; 1 quarantined; 1 unprocessed\n", "\(all.told)")
        #expect(try await received.inbox("list", "--route", "desk").stderr == "1 unprocessed\n")
        #expect(try await received.inbox("list", "--quiet").stderr == "")
    }

    @Test func `the table has a row a letter, in columns that stand under each other`() async throws {
        let received = try Received()
        let link = ArrivalLink(rule: "invoice", object: "Invoice", key: "Number", value: "17")
        let first = try await received.put(
            Arriving(
                subject: "Счёт 17", links: [link, ArrivalLink(rule: "", object: "Order", key: "Id", value: "5")],
                needsProcessing: true))
        let second = try await received.put(Arriving(subject: "会議", end: .quarantined(Arriving.unfit)))
        let third = try await received.put(Arriving(sender: "me@example.org", end: .waiting, isOutgoing: true))
        let outcome = try await received.inbox("list")
        let lines = outcome.stdout.split(separator: "\n").map(String.init)
        try #require(lines.count == 4, "\(outcome.told)")
        #expect(
            lines[0].hasSuffix("OPEN  ROUTE   FROM                     SUBJECT     LINKS          TEXT"), "\(lines[0])")
        #expect(lines[1].hasPrefix(third) && lines[1].contains("delivering         claims  → me@example.org"))
        #expect(lines[2].hasPrefix(second) && lines[2].hasSuffix("the required attribute 'Invoice' is missing"))
        #expect(lines[2].contains("quarantined        claims  Anna <anna@example.org>  会議  "), "\(lines[2])")
        #expect(lines[3].hasPrefix(first) && lines[3].contains("  delivered    open  claims  Anna"), "\(lines[3])")
        #expect(lines[3].hasSuffix("Счёт 17     Invoice 17 +1  Dear all, I have a question"), "\(lines[3])")
        // Without a word of its own the command lists.
        #expect(try await received.inbox().stdout.split(separator: "\n").count == 4)
    }

    @Test(arguments: [60, 80, 120, 200])
    func `on a terminal no line is wider than it, and states are coloured`(columns: Int) async throws {
        let received = try Received()
        let id = try await received.put(
            Arriving(
                subject: String(repeating: "Очень длинная тема ", count: 10),
                links: [ArrivalLink(rule: "", object: "Invoice", key: "Number", value: "17")],
                end: .failed(Arriving.refusal)))
        let screen = try await received.onTerminal("list", columns: columns)
        let lines = screen.split(whereSeparator: \.isNewline).map(String.init)
        #expect(screen.contains("\u{1B}[31mfailed\u{1B}[0m"), "\(screen)")
        for line in lines.prefix(2) {
            let plain = line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
            #expect(plain.count <= columns, "\(plain)")
        }
        // A shortened id is enough to ask for it.
        let shown = lines[1].replacing(/\u{1B}\[[0-9;]*m/, with: "").prefix { $0 != " " }
        #expect(try await received.story(String(shown)).id.text == id)
    }

    @Test func `a hostile letter can't draw on the screen, nor begin a line of its own`() async throws {
        let received = try Received()
        let evil = "\u{1B}[2J\u{1B}]0;owned\u{7}\r\nBcc: all@example.org\u{202E}"
        let failure = AttemptFailure(code: evil, message: evil, help: evil)
        let link = ArrivalLink(rule: evil, object: evil, key: evil, value: evil)
        let id = try await received.put(
            Arriving(
                subject: evil, sender: evil, snippet: evil, thread: evil, contact: evil, links: [link],
                needsProcessing: true, end: .failed(failure), route: "claims\u{1B}[31m",
                folder: FolderName(connection: "support\u{1B}c", folder: "INBOX\u{9B}2J\r\nX")))
        try await received.put(Arriving(end: .done(words: evil, response: evil)))
        for arguments in [["list"], ["list", "--json"], ["show", id], ["show", id, "--json"], ["retry", id]] {
            let outcome = try await Program.run(["inbox"] + arguments, in: received.workspace.folder)
            let shown = outcome.stdout + outcome.stderr
            #expect(outcome.status == 0, "\(outcome.told)")
            let scalars = shown.unicodeScalars
            #expect(!scalars.contains { $0.value < 0x20 && $0 != "\n" || (0x7F..<0xA0).contains($0.value) })
            #expect(!shown.contains("\nBcc:") && !shown.contains("\nX"), "\(shown)")
            #expect(arguments.contains("--json") || !scalars.contains("\u{202E}"), "\(shown)")
        }
        let list = try await received.workspace.router("list")
        #expect(!list.stdout.contains("\u{1B}") && !list.stdout.contains("\u{9B}"), "\(list.told)")
    }

    @Test func `pages follow each other, and say that there are more`() async throws {
        let received = try Received()
        var ids: [String] = []
        for _ in 0..<5 { ids.append(try await received.put(Arriving())) }
        var seen: [String] = []
        var behind: [String] = []
        for _ in 0..<3 {
            let outcome = try await Program.run(
                ["inbox", "list", "--json", "--oldest", "--limit", "2"] + behind, in: received.workspace.folder)
            seen += try outcome.jsonLines.compactMap(\.id.text)
            behind = ["--behind", seen.last ?? ""]
            #expect(outcome.stderr.contains("there are more: --behind \(seen.last ?? "")") == (seen.count < 5))
        }
        #expect(seen == ids)
    }

    @Test func `who follows sees new ones and changes as they come`() async throws {
        let received = try Received()
        let first = try await received.put(Arriving(needsProcessing: true, end: .waiting))
        try await received.put(Arriving(needsProcessing: false, end: .waiting))
        // The shell's reader ends after four lines, and router with it.
        async let followed = Program.run(
            "/bin/sh",
            [
                "-c", "\"$0\" inbox list --follow --unprocessed --json | stdbuf -oL head -n 4 | tee seen",
                Program.path,
            ], in: received.workspace.folder)
        try await received.workspace.wait(for: "seen") { $0.contains(first) }
        let second = try await received.put(Arriving(needsProcessing: true, end: .waiting))
        try await received.workspace.wait(for: "seen") { $0.contains(second) }
        _ = try await received.inbox("processed", first)
        try await received.workspace.wait(for: "seen") { $0.contains("\"needsProcessing\":false") }
        let third = try await received.put(Arriving(needsProcessing: true, end: .waiting))
        let lines = try await followed.jsonLines
        #expect(lines.map(\.id.text) == [first, second, first, third])
        #expect(lines.map(\.needsProcessing) == [true, true, false, true])
    }

    @Test func `an empty inbox, and a spool that is not there yet, are no errors`() async throws {
        let received = try Received()
        let missing = try await received.inbox("list")
        #expect(missing.status == 0 && missing.stdout == "")
        #expect(missing.stderr.hasPrefix("there is no spool yet at "))
        #expect(!received.workspace.exists("var"))
        try await received.withSpool { _ in }
        let empty = try await received.inbox("list")
        #expect(empty.status == 0 && empty.stdout == "" && empty.stderr == "nothing is new\n")
    }

    @Test(arguments: [
        (["--route", "noet"], "no-such-route", "did you mean 'note'?"),
        (["--connection", "suport"], "no-such-connection", "did you mean 'support'?"),
        (["--route", "claimz"], "no-such-route", "did you mean 'claims'?"),
    ])
    func `a slip in a name is named and mended`(arguments: [String], code: String, help: String) async throws {
        let received = try Received()
        // A route that the workspace does not have any more.
        try await received.put(Arriving())
        let outcome = try await Program.run(["inbox", "list"] + arguments, in: received.workspace.folder)
        #expect(outcome.status == 66)
        #expect(outcome.stderr.hasPrefix("error[\(code)]: ") && outcome.stderr.hasSuffix("help: \(help)\n"))
    }
}
