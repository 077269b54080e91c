import Connecting
import ConnectingTesting
import Diagnostics
import Glibc
import Testing
import Wire

@testable import Connectors

/// What servers do that are not like others.
@Suite struct IMAPQuirkTests {
    private static let three = [3: "Subject: three\r\n\r\n", 5: "Subject: five\r\n\r\n", 9: "Subject: nine\r\n\r\n"]

    private func connector(
        _ server: ScriptedMailbox, interval: Duration = .seconds(60), isIdling: Bool = true
    ) -> IMAPConnector {
        IMAPConnector(
            .init(
                host: "127.0.0.1", port: server.port, encryption: .none,
                credentials: .fixed(Login(username: "desk", password: Secret("open-sesame"))), interval: interval,
                isIdling: isIdling))
    }

    private func failure(
        _ script: MailboxScript, _ folder: String = "INBOX", _ acknowledgement: Acknowledgement = .seen
    ) async throws -> Failure? {
        let server = try ScriptedMailbox(script)
        do throws(Failure) {
            await (try await connector(server).open(folder, acknowledging: acknowledgement)).close()
            return nil
        } catch {
            return error
        }
    }

    private func open(
        _ script: MailboxScript, _ acknowledgement: Acknowledgement = .seen
    ) async throws -> (any ReceivingSession, ScriptedMailbox) {
        let server = try ScriptedMailbox(script)
        return (try await connector(server).open("INBOX", acknowledging: acknowledgement), server)
    }

    @Test func `letters come byte by byte as they come at once`() async throws {
        var script = MailboxScript(letters: Self.three)
        script.isBytewise = true
        let (session, _) = try await open(script)
        let look = try await session.look(after: nil, limit: 10)
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: "/tmp", arrivals.take)
        #expect(look.items.indices.map { arrivals.text($0) } == [3, 5, 9].map { Self.three[$0] })
        #expect(look.items.map(\.identity) == ["7/3", "7/5", "7/9"])
        await session.close()
    }

    @Test func `the last letter that a server finds below the cursor is none`() async throws {
        let (session, server) = try await open(MailboxScript(letters: Self.three))
        let look = try await session.look(after: "7:9", limit: 10)
        #expect(look == FolderLook(items: [], cursor: "7:9", hasMore: false, backlog: 0))
        #expect(server.commands.contains("UID SEARCH UID 10:* UNDELETED"))
        await session.close()
    }

    @Test func `a folder that was numbered anew is looked at from the start`() async throws {
        let (session, _) = try await open(MailboxScript(letters: Self.three))
        let look = try await session.look(after: "6:9", limit: 10)
        #expect(look.items.map(\.identity) == ["7/3", "7/5", "7/9"])
        #expect(look.cursor == "7:9")
        await session.close()
    }

    @Test func `a folder that is numbered anew while it is open ends the session`() async throws {
        let rules = [MailboxScript.Rule("NOOP", "* OK [UIDVALIDITY 8] anew\nTAG OK done")]
        let server = try ScriptedMailbox(MailboxScript(letters: Self.three, rules: rules))
        let session = try await connector(server, isIdling: false).open("INBOX", acknowledging: .seen)
        do throws(Failure) {
            try await session.wait(atMost: .milliseconds(50))
            Issue.record("it goes on")
        } catch {
            #expect(error.code == .connectionLost)
            #expect(error.message.hasSuffix("broke: the folder was numbered anew"))
        }
    }

    @Test(arguments: [
        ["* 3 EXISTS"], ["* OK [UIDVALIDITY 0] none"], ["* OK [UIDVALIDITY 7] x", "* NO [UIDNOTSTICKY] x"],
    ])
    func `a server whose numbers don't last is refused`(_ opening: [String]) async throws {
        var script = MailboxScript()
        script.opening = opening
        let failure = try #require(try await failure(script))
        #expect(failure.code == .protocolViolation && failure.verdict == .never)
        #expect(failure.message.contains("no numbers that last"))
    }

    @Test func `a letter that the server does not give out is told, and the others come`() async throws {
        let rules = [
            MailboxScript.Rule(
                "UID FETCH 3,5,9 (UID BODY.PEEK[])",
                "* 1 FETCH (UID 3 BODY[] \"three\")\n* 3 FETCH (UID 9 BODY[] \"nine\")\nTAG OK FETCH completed."),
            MailboxScript.Rule("UID FETCH 5 (UID BODY.PEEK[])", "TAG OK FETCH completed."),
        ]
        let (session, _) = try await open(MailboxScript(letters: Self.three, rules: rules))
        let look = try await session.look(after: nil, limit: 10)
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: "/tmp", arrivals.take)
        #expect([0, 2].map { arrivals.text($0) } == ["three", "nine"])
        guard case .refused(let failure) = arrivals[1] else {
            Issue.record("it is not told of")
            return
        }
        #expect(failure.message.hasSuffix("does not give out the letter with UID 5: OK FETCH completed."))
        #expect(failure.verdict == .never)
        await session.close()
    }

    @Test func `a batch that fails is asked for one by one`() async throws {
        let rules = [
            MailboxScript.Rule("UID FETCH 3,5,9 (UID BODY.PEEK[])", "TAG NO [SERVERBUG] Internal error"),
            MailboxScript.Rule("UID FETCH 5 (UID BODY.PEEK[])", "TAG NO [SERVERBUG] Internal error"),
        ]
        let (session, _) = try await open(MailboxScript(letters: Self.three, rules: rules))
        let look = try await session.look(after: nil, limit: 10)
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: "/tmp", arrivals.take)
        #expect([0, 2].map { arrivals.text($0) } == [3, 9].map { Self.three[$0] })
        guard case .refused(let failure) = arrivals[1] else {
            Issue.record("it is not told of")
            return
        }
        #expect(failure.verdict == .again)
        await session.close()
    }

    @Test func `a letter larger than was said becomes a file`() async throws {
        let large = String(repeating: "x", count: FetchedLetter.largestInMemory + 5000)
        let rules = [MailboxScript.Rule("UID FETCH 4 (UID RFC822", "* 1 FETCH (UID 4 RFC822.SIZE 20)\nTAG OK done")]
        let (session, _) = try await open(MailboxScript(letters: [4: large], rules: rules))
        let look = try await session.look(after: nil, limit: 10)
        let folder = Folder()
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: folder.path, arrivals.take)
        guard case .file(let path, large.utf8.count) = arrivals[0] else {
            Issue.record("it is no file: \(String(describing: arrivals[0]).prefix(100))")
            return
        }
        #expect(Folder.read(path) == Array(large.utf8))
        await session.close()
    }

    @Test func `a letter of unknown size comes too`() async throws {
        let rules = [MailboxScript.Rule("UID FETCH 3,5,9 (UID RFC822", "TAG NO not now")]
        let (session, _) = try await open(MailboxScript(letters: Self.three, rules: rules))
        let look = try await session.look(after: nil, limit: 10)
        #expect(look.items.map(\.size) == [nil, nil, nil])
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: "/tmp", arrivals.take)
        #expect(look.items.indices.map { arrivals.text($0) } == [3, 5, 9].map { Self.three[$0] })
        await session.close()
    }

    @Test func `of a letter that is too large only its head comes`() async throws {
        let rules = [
            MailboxScript.Rule("UID FETCH 3 (UID RFC822", "* 1 FETCH (UID 3 RFC822.SIZE 2000000000)\nTAG OK done"),
            MailboxScript.Rule(
                "UID FETCH 3 (UID BODY.PEEK[HEADER]", "* 1 FETCH (UID 3 BODY[HEADER]<0> \"Subject: huge\")\nTAG OK done"
            ),
        ]
        let (session, server) = try await open(MailboxScript(letters: [3: "x"], rules: rules))
        let look = try await session.look(after: nil, limit: 10)
        let arrivals = Arrivals()
        try await session.fetch(look.items, into: "/tmp", arrivals.take)
        #expect(arrivals[0] == .tooLarge(size: 2_000_000_000, header: Array("Subject: huge".utf8)))
        #expect(!server.commands.contains { $0.contains("BODY.PEEK[]") })
        await session.close()
    }

    @Test func `letters are not moved where others would lose theirs`() async throws {
        let script = MailboxScript(letters: Self.three, capabilities: ["IMAP4rev1", "AUTH=PLAIN"])
        let failure = try #require(try await failure(script, "INBOX", .move("Done")))
        #expect(failure.code == .settingsWrong && failure.verdict == .never)
        #expect(failure.help == "write 'after: seen' or 'after: flagged' in the route")
    }

    @Test func `without MOVE letters are copied, and only they are removed`() async throws {
        let script = MailboxScript(letters: Self.three, capabilities: ["IMAP4rev1", "AUTH=PLAIN", "UIDPLUS"])
        let (session, server) = try await open(script, .move("Done"))
        try await session.acknowledge(["7/3", "6/4", "7/5"])
        await session.close()
        #expect(
            server.commands.suffix(4) == [
                #"UID COPY 3,5 "Done""#, #"UID STORE 3,5 +FLAGS.SILENT (\Deleted)"#, "UID EXPUNGE 3,5", "LOGOUT",
            ])
    }

    @Test(arguments: [("* OK [PERMANENTFLAGS ()] none", "keep \\Seen"), ("* OK [READ-ONLY] x", "can only be read")])
    func `rights that are missing are told when the folder is opened`(_ line: String, _ words: String) async throws {
        var script = MailboxScript()
        script.rules = [.init("SELECT", "* OK [UIDVALIDITY 7] x\n\(line)\nTAG OK open")]
        let failure = try #require(try await failure(script))
        #expect(failure.message.contains(words), "\(failure.message)")
    }

    @Test func `for keep a folder is opened for reading only`() async throws {
        let (session, server) = try await open(MailboxScript(letters: Self.three), .keep)
        try await session.acknowledge(["7/3"])
        await session.close()
        #expect(server.commands.contains(#"EXAMINE "INBOX""#))
        #expect(!server.commands.contains { $0.hasPrefix("SELECT") || $0.contains("STORE") })
    }

    @Test func `a refusal because of letters that have just gone is met by asking again`() async throws {
        let rules = [
            MailboxScript.Rule("UID STORE", "TAG NO [EXPUNGEISSUED] Some of the messages no longer exist", times: 1)
        ]
        let (session, server) = try await open(MailboxScript(letters: Self.three, rules: rules))
        try await session.acknowledge(["7/3"])
        await session.close()
        #expect(server.commands.suffix(4).map { String($0.prefix(9)) } == ["UID STORE", "NOOP", "UID STORE", "LOGOUT"])
    }

    @Test func `what is offered after the login counts`() async throws {
        var script = MailboxScript(letters: Self.three, capabilities: ["IMAP4rev1", "AUTH=PLAIN", "IDLE"])
        script.laterCapabilities = ["IMAP4rev1", "ID", "ENABLE", "UTF8=ACCEPT", "ESEARCH"]
        script.rules = [
            .init("ENABLE", "* ENABLED UTF8=ACCEPT\nTAG OK done"),
            .init("UID SEARCH RETURN (ALL)", "* ESEARCH (TAG \"TAG\") UID ALL 3,5,9\nTAG OK done"),
            .init("LIST \"\" \"Договоры\"", "* LIST () \"/\" \"Договоры\"\nTAG OK done"),
        ]
        let server = try ScriptedMailbox(script)
        let session = try await connector(server, interval: .seconds(1)).open("Договоры", acknowledging: .seen)
        #expect(try await session.look(after: "7:0", limit: 2).backlog == 3)
        for _ in 0..<1_000 where !server.commands.contains("NOOP") {
            try await session.wait(atMost: .milliseconds(50))
        }
        await session.close()
        #expect(server.commands.contains(#"ID ("name" "router")"#))
        #expect(server.commands.contains(#"SELECT "Договоры""#))
        #expect(!server.commands.contains("IDLE"))
        #expect(server.commands.contains("NOOP"))
    }

    @Test func `a server that refuses IDLE is asked instead`() async throws {
        let rules = [MailboxScript.Rule("IDLE", "TAG BAD no")]
        let (session, server) = try await open(MailboxScript(letters: Self.three, rules: rules))
        // Where the time is over before the server has said no, the next wait asks.
        for _ in 0..<1_000 where server.commands.count(where: { $0 == "NOOP" }) < 2 {
            try await session.wait(atMost: .milliseconds(50))
        }
        await session.close()
        #expect(server.commands.filter { $0 == "IDLE" }.count == 1)
        #expect(server.commands.filter { $0 == "NOOP" }.count == 2)
    }

    @Test func `IDLE is renewed, and ends with news`() async throws {
        let server = try ScriptedMailbox(MailboxScript(letters: Self.three))
        let session = try await connector(server, interval: .milliseconds(200)).open("INBOX", acknowledging: .seen)
        for _ in 0..<1_000 where server.commands.count(where: { $0 == "DONE" }) < 2 {
            try await session.wait(atMost: .seconds(1))
        }
        #expect(server.commands.filter { $0 == "DONE" }.count >= 2)
        async let wait: Void = session.wait(atMost: .seconds(600))
        server.say("* 3 EXISTS\n* 2 FETCH (FLAGS (\\Seen))\n* OK still here")
        server.say("* 4 EXISTS")
        try await wait
        await session.close()
    }

    @Test func `news that came between a look and the wait is not waited for`() async throws {
        let rules = [
            MailboxScript.Rule("UID SEARCH", "* SEARCH 3 5 9\n* 4 EXISTS\nTAG OK found", times: 1)
        ]
        let (session, server) = try await open(MailboxScript(letters: Self.three, rules: rules))
        _ = try await session.look(after: "7:9", limit: 10)
        try await session.wait(atMost: .seconds(600))
        await session.close()
        #expect(!server.commands.contains("IDLE"))
    }

    @Test(arguments: [Acknowledgement.seen, .flagged, .keep, .move("Done")])
    func `letters of another numbering, and none, are acknowledged by doing nothing`(
        _ acknowledgement: Acknowledgement
    ) async throws {
        let (session, server) = try await open(MailboxScript(letters: Self.three), acknowledgement)
        for identities in [[], ["6/3", "nobody", ""]] { try await session.acknowledge(identities) }
        await session.close()
        #expect(!server.commands.contains { $0.hasPrefix("UID") })
    }

    @Test(arguments: ["UID SEARCH", "UID FETCH", "UID STORE", "IDLE"])
    func `a server that hangs up is told of at once`(_ command: String) async throws {
        let (session, _) = try await open(MailboxScript(letters: Self.three, fault: .closesAt(command)))
        do throws(Failure) {
            let look = try await session.look(after: nil, limit: 10)
            try await session.fetch(look.items, into: "/tmp") { _, _ in }
            try await session.acknowledge(["7/3"])
            try await session.wait(atMost: .seconds(600))
            Issue.record("it goes on")
        } catch {
            #expect(error.code == .connectionLost && error.verdict == .again)
        }
        await session.close()
    }

    @Test func `a server's farewell is told in its words`() async throws {
        let rules = [MailboxScript.Rule("NOOP", "* BYE Server shutting down.")]
        var script = MailboxScript(letters: Self.three, rules: rules)
        script.capabilities.removeAll { $0 == "IDLE" }
        let (session, _) = try await open(script)
        do throws(Failure) {
            try await session.wait(atMost: .seconds(1))
            Issue.record("it goes on")
        } catch {
            #expect(error.message.hasSuffix("ended the session: BYE Server shutting down."), "\(error.message)")
        }
    }

    @Test func `a missing folder is told with those that are there`() async throws {
        let rules = [
            MailboxScript.Rule("SELECT", "TAG NO [NONEXISTENT] Mailbox doesn't exist"),
            MailboxScript.Rule(
                #"LIST "" "*""#,
                """
                * LIST (\\HasChildren) "." "INBOX"
                * LIST (\\Noselect) "." "Work"
                * LIST () "." "Work.&BBQEPgQzBD4EMgQ+BEAESw-"
                TAG OK done
                """),
            MailboxScript.Rule("LIST", "* LIST (\\Noselect) \".\" \"\"\nTAG OK done"),
        ]
        let failure = try #require(try await failure(MailboxScript(rules: rules), "Work/Договор"))
        #expect(failure.code == .settingsWrong && failure.verdict == .never)
        #expect(failure.message.hasPrefix("there is no folder 'Work/Договор' in 'desk' on 127.0.0.1:"))
        #expect(failure.message.hasSuffix(": NO [NONEXISTENT] Mailbox doesn't exist"))
        #expect(failure.help == "did you mean 'Work/Договоры'? There are 'INBOX', 'Work/Договоры'")
        let parent = try #require(try await self.failure(MailboxScript(rules: rules), "Work"))
        #expect(parent.help == "name one of the folders in it: 'Work/Договоры'")
    }

    @Test func `a folder is found by its use, and what lies in it went out`() async throws {
        let sent = #"* LIST (\Sent) "/" "Gesendete Objekte""#
        let rules = [MailboxScript.Rule(#"LIST "" "*""#, "* LIST () \"/\" \"INBOX\"\n\(sent)\nTAG OK done")]
        let server = try ScriptedMailbox(MailboxScript(letters: Self.three, rules: rules))
        let session = try await connector(server).open("\\Sent", acknowledging: .keep)
        let look = try await session.look(after: nil, limit: 1)
        #expect(look.items.map(\.isOutgoing) == [true])
        await session.close()
        #expect(server.commands.contains(#"EXAMINE "Gesendete Objekte""#))
    }

    @Test func `a name can't bring a command along`() async throws {
        let rules = [MailboxScript.Rule("SELECT", "TAG NO no")]
        let server = try ScriptedMailbox(MailboxScript(rules: rules))
        await #expect(throws: Failure.self) {
            try await connector(server).open("a\"\r\nX DELETE \"INBOX", acknowledging: .seen)
        }
        #expect(!server.commands.contains { $0.hasPrefix("DELETE") })
    }
}
