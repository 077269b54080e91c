import Attributes
import Spool
import Testing

@Suite struct `list tells whether mailboxes are read` {
    @Test func `with the last look, what waits, and what nobody has yet`() async throws {
        let received = try Received([
            "connections/second.yaml": "kind: maildir\npath: var/second\n",
            "routes/desk.yaml": "kind: receive\nconnection: second\nfolders: [INBOX, Later]\n",
        ])
        let now = Instant.now
        let greeting = "OK [READ-WRITE] Select completed"
        try await received.note(FolderSighting(time: now + .seconds(-30), reply: greeting, backlog: 3))
        let sent = FolderName(connection: "support", folder: "Sent")
        let old = FolderSighting(time: now + .seconds(-3 * 3600), reply: greeting, backlog: 0)
        try await received.note(old, of: sent)
        let failing = FolderName(connection: "second", folder: "INBOX")
        let refusal = AttemptFailure(
            code: "authentication-refused", message: "imap.example.com\u{1B}[2J refuses the login", help: "mend 'auth:'"
        )
        try await received.note(FolderSighting(time: now + .seconds(-7_200), reply: greeting), of: failing)
        try await received.note(FolderSighting(time: now, failure: refusal, reply: refusal.message), of: failing)
        // No route reads that one any more.
        try await received.note(old, of: FolderName(connection: "gone", folder: "INBOX"))
        try await received.put(
            Arriving(
                end: .stored, folder: FolderName(connection: "gone", folder: "INBOX"), received: now + .seconds(-600)))
        let outcome = try await received.workspace.router("list")
        #expect(outcome.status == 0 && outcome.stderr == "")
        let lines = outcome.stdout.split(separator: "\n").map(String.init)
        let folders = lines.drop { $0 != "folders" }.map { $0.replacing(#/ {2,}/#, with: "  ") }
        try #require(folders.count == 7, "\(outcome.told)")
        #expect(
            folders[1]
                == "  second/INBOX  not read for 2h  authentication-refused: imap.example.com␛[2J refuses the login")
        #expect(folders[2] == "  second/Later  never read")
        #expect(
            try #require(folders[3].wholeMatch(of: #/  support/INBOX  read \d+s ago  3 waiting  (.*)/#)).1 == greeting)
        #expect(folders[4] == "  support/Sent  not read for 3h  \(greeting)")
        #expect(folders[5] == "inbox" && folders[6] == "  claims  1 new, the oldest for 10m", "\(outcome.told)")
        #expect(!outcome.stdout.contains("active"))

        let listing = try await received.workspace.router("list", "--json").json
        #expect(listing.folders.items.map(\.state) == ["failing", "silent", "read", "silent"])
        #expect(
            listing.folders[0].keys == [
                "backlog", "connection", "error", "folder", "lastLook", "lastSuccess", "reply", "route", "state",
            ])
        #expect(listing.folders[0].error.code == "authentication-refused" && listing.folders[2].backlog == 3)
        #expect(listing.inbox.new == 1 && listing.inbox.routes[0].route == "claims")
    }

    @Test func `a spool that can't be opened is said, and the rest is listed`() async throws {
        let received = try Received([
            "router.yaml": "spool: sqlite:var/router.db\n", "var/router.db": "no spool at all",
        ])
        let outcome = try await received.workspace.router("list")
        #expect(outcome.status == 0 && outcome.stdout.contains("support"))
        #expect(outcome.stderr.hasPrefix("how mailboxes are read is not known: "), "\(outcome.told)")
        #expect(try received.workspace.text("var/router.db") == "no spool at all")
    }
}
