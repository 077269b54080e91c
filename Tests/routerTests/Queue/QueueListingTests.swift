import Attributes
import Connecting
import Peers
import Spool
import Testing

@Suite struct `Messages are listed as they are asked for` {
    @Test func `filters choose by state, route, connection, age, recipient and submission`() async throws {
        let waiting = try Waiting.nobody()
        let now = Instant.now
        let old = try await waiting.put(to: "old@example.test", created: now + .seconds(-3 * 3600))
        let alarm = try await waiting.put(to: "a@example.test", "b@example.test", route: "alarm", connection: "second")
        let held = try await waiting.put(to: "held@example.test")
        let (submission, many) = try await waiting.put(many: 3)
        try await waiting.hold(held)
        let cancelled = try await waiting.put(to: "x@example.test")
        _ = try await waiting.queue("cancel", cancelled)

        func ids(_ arguments: String...) async throws -> [String] {
            let outcome = try await Program.run(["queue", "list", "--json"] + arguments, in: waiting.workspace.folder)
            try #require(outcome.status == 0, "\(outcome.told)")
            return try outcome.jsonLines.compactMap(\.id.text)
        }
        // An id is as old as it is; the spool was told another time.
        #expect(try await ids() == [cancelled] + many.reversed() + [held, alarm, old])
        #expect(try await ids("--oldest", "--limit", "2") == [old, alarm])
        #expect(try await ids("--state", "held") == [held])
        #expect(try await ids("--state", "held,cancelled") == [cancelled, held])
        #expect(try await ids("--route", "alarm") == [alarm])
        #expect(try await ids("--connection", "second", "--state", "sent").isEmpty)
        #expect(try await ids("--older", "2h") == [old])
        #expect(try await ids("--newer", "2h", "--recipient", "b@example.test") == [alarm])
        #expect(try await ids("--recipient", "@example.test").isEmpty)
        #expect(try await ids("--submission", submission, "--oldest") == many)
        #expect(try await ids("--newer", "4h", "--older", "1h") == [old])
    }

    @Test func `pages follow each other, and say that there are more`() async throws {
        let waiting = try Waiting.nobody()
        let ids = try await waiting.put(many: 25).ids
        var seen: [String] = []
        var behind: [String] = []
        for _ in 0..<3 {
            let outcome = try await Program.run(
                ["queue", "list", "--json", "--oldest", "--limit", "10"] + behind, in: waiting.workspace.folder)
            seen += try outcome.jsonLines.compactMap(\.id.text)
            behind = ["--behind", seen.last ?? ""]
            let isLast = seen.count == 25
            #expect(outcome.stderr.hasPrefix("25 queued; the oldest for "))
            #expect(outcome.stderr.contains("there are more: --behind \(seen.last ?? "")") != isLast, "\(outcome.told)")
        }
        #expect(seen == ids)
        #expect(try await waiting.queue("list", "--quiet", "--limit", "1").stderr == "")
    }

    @Test func `the table has a row a message, in columns that stand under each other in Cyrillic too`() async throws {
        let waiting = try Waiting.nobody()
        let first = try await waiting.put(to: "ivan@example.test", title: "Планёрка")
        let second = try await waiting.put(to: "olga@example.test", "petr@example.test", title: "会議 about tea")
        let outcome = try await waiting.queue("list")
        let lines = outcome.stdout.split(separator: "\n").map(String.init)
        #expect(lines.count == 3, "\(outcome.told)")
        #expect(lines[0].hasPrefix("ID  "))
        #expect(lines[1].hasPrefix("\(second)  ") && lines[2].hasPrefix("\(first)  "))
        #expect(lines[1].contains("queued  note   olga@example.test +1  会議 about tea  now"), "\(outcome.told)")
        #expect(lines[2].contains("queued  note   ivan@example.test     Планёрка        now"), "\(outcome.told)")
        #expect(lines[0].contains("STATE   ROUTE  TO                    SUBJECT         NEXT"), "\(outcome.told)")
        // Without a word of its own the command lists.
        #expect(try await waiting.queue().stdout.split(separator: "\n").count == 3)
    }

    @Test(arguments: [60, 80, 120, 200])
    func `on a terminal no line is wider than it, and states are coloured`(columns: Int) async throws {
        let waiting = try Waiting.nobody()
        let id = try await waiting.put(
            to: "a.very.long.name.of.a.person@department.of.something.example.test",
            title: String(repeating: "Очень длинная тема ", count: 10))
        try await waiting.hold(id)
        let screen = try await waiting.onTerminal("list", columns: columns)
        let lines = screen.split(whereSeparator: \.isNewline).map(String.init)
        #expect(screen.contains("\u{1B}[31mheld\u{1B}[0m"), "\(screen)")
        for line in lines.prefix(2) {
            let plain = line.replacing(/\u{1B}\[[0-9;]*m/, with: "")
            #expect(plain.count <= columns, "\(plain)")
            #expect(plain.count > columns / 2, "\(plain)")
        }
        // A shortened id is enough to ask for it.
        let shown = lines[1].replacing(/\u{1B}\[[0-9;]*m/, with: "").prefix { $0 != " " }
        #expect(try await waiting.story(String(shown)).id.text == id)
        #expect(try await !waiting.onTerminal("list --no-color", columns: columns).contains("\u{1B}[31m"))
    }

    @Test func `a hostile name or subject can't draw on the screen`() async throws {
        let waiting = try Waiting.nobody()
        let id = try await waiting.put(
            to: "a@example.test", details: "{\"subject\":\"\\u001b[2Jgone\\nqueued\"}", application: "\u{1B}[31m")
        let list = try await waiting.queue("list")
        #expect(!list.stdout.contains("\u{1B}") && list.stdout.split(separator: "\n").count == 2)
        let story = try await waiting.queue("show", id)
        #expect(!story.stdout.contains("\u{1B}") && story.stdout.hasPrefix("␛[2Jgone␊queued\n"), "\(story.told)")
    }

    @Test func `who follows sees new ones and changes as they come`() async throws {
        let waiting = try Waiting.nobody()
        let first = try await waiting.put(to: "a@example.test")
        // The shell's reader ends after five lines, and router with it.
        async let followed = Program.run(
            "/bin/sh", ["-c", "\"$0\" queue list --follow --json | stdbuf -oL head -n 4 | tee seen", Program.path],
            in: waiting.workspace.folder)
        try await waiting.workspace.wait(for: "seen") { $0.contains(first) }
        let second = try await waiting.put(to: "b@example.test")
        try await waiting.workspace.wait(for: "seen") { $0.contains(second) }
        _ = try await waiting.queue("cancel", first)
        try await waiting.workspace.wait(for: "seen") { $0.contains("cancelled") }
        let third = try await waiting.put(to: "c@example.test")
        let lines = try await followed.jsonLines
        #expect(lines.map(\.id.text) == [first, second, first, third])
        #expect(lines.map(\.state) == ["queued", "queued", "cancelled", "queued"])
    }

    @Test func `an empty spool, and one that is not there yet, are no errors`() async throws {
        let waiting = try Waiting.nobody()
        let missing = try await waiting.queue("list")
        let path = waiting.workspace.path("var/router.db")
        #expect(missing.status == 0 && missing.stdout == "")
        #expect(missing.stderr == "there is no spool yet at \(path): nothing was put into it\n")
        #expect(!waiting.workspace.exists("var"))
        let name = String(waiting.workspace.folder.split(separator: "/").last ?? "")
        let above = String(waiting.workspace.folder.dropLast(name.count + 1))
        let relative = try await Program.run(["queue", "list", "--workspace", name], in: above)
        #expect(relative.status == 0 && relative.stderr.contains("nothing was put into it"), "\(relative.told)")
        let show = try await waiting.queue("show", UUIDv7().description)
        #expect(show.status == 66 && show.stderr.contains("nothing was put into the spool yet"), "\(show.told)")
        #expect(try await waiting.queue("run").status == 0)
        try await waiting.withSpool { _ in }
        let empty = try await waiting.queue("list")
        #expect(empty.status == 0 && empty.stdout == "" && empty.stderr == "nothing waits\n")
    }
}
