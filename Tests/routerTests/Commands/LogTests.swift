import ConnectingTesting
import Glibc
import Peers
import Testing

@Suite struct `log shows what was written down of a connection's work` {
    private static let data = Desk.data(to: "ivan@example.test")

    @Test func `errors are written down unless told otherwise, a line each, and shown`() async throws {
        let server = try ScriptedServer(Script(rules: [.init("RCPT", "450 4.2.0 greylisted")]))
        let workspace = try Desk.workspace(port: server.port)
        let quiet = try await workspace.router("log", "corporate")
        #expect(quiet.status == 0 && quiet.stdout.isEmpty)
        #expect(
            quiet.stderr
                == "the connection 'corporate' has no log yet: nothing has gone wrong; 'log: full' in connections/corporate.yaml writes down every conversation\n"
        )
        let sent = try await workspace.send("note", Self.data, "--json")
        #expect(sent.status == 75)
        let id = try #require(try sent.json.id.text)
        let shown = try await workspace.router("log", "corporate")
        #expect(shown.status == 0)
        let words = shown.stdout.split(separator: " ", maxSplits: 3)
        #expect(words[2] == "!!")
        #expect(
            words[3]
                == "[not-now] localhost:\(server.port) asks to try later: 450 4.2.0 greylisted (route note, message \(id)); deferred ivan@example.test: 450 4.2.0 greylisted\n"
        )
        let json = try await workspace.router("log", "corporate", "--json").json
        #expect(json.keys == ["kind", "session", "text", "time"])
        #expect(json.kind == "failure")
        let file = try workspace.text("var/log/corporate.log")
        #expect(file == shown.stdout)
        var status = stat()
        #expect(stat(workspace.path("var/log/corporate.log"), &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func `full writes down both sides from the greeting on, but no secret and no letter`() async throws {
        let desk = try await Desk.open(at: .authenticating, Desk.login + "log: full\n")
        let inbox = desk.office.newInbox()
        #expect(try await desk.send("note", Desk.data(to: inbox.address, body: "nobody's business")).status == 0)
        let log = try desk.workspace.text("var/log/corporate.log")
        let talk = log.split(separator: "\n").compactMap { line -> String? in
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            return words.count > 2 && words[2] != "--" ? words[2...].joined(separator: " ") : nil
        }
        #expect(talk.first?.hasPrefix("S: 220 ") == true, "\(log)")
        for line in [
            "C: STARTTLS", "C: AUTH PLAIN •••", "S: 235 2.7.0 Authentication successful", "C: DATA", "C: .", "C: QUIT",
        ] {
            #expect(talk.contains(line), "\(line) is not in\n\(log)")
        }
        #expect(talk.contains { $0.hasPrefix("C: <letter 0") && $0.hasSuffix(" bytes>") }, "\(log)")
        #expect(talk.last?.hasPrefix("S: 221 ") == true, "\(log)")
        #expect(!log.contains(Dovecot.password) && !log.contains("business"))
        #expect(!log.contains("AHJvYm90"), "base64 of the login")
        _ = try await inbox.letter()
        let tried = try await desk.workspace.router(
            "test", "corporate", environment: ["DESK_PASSWORD": "hunter2-is-wrong"])
        #expect(tried.status == 77)
        let more = try await desk.workspace.router("log", "corporate", "--lines", "1")
        #expect(more.stdout.contains("!! [authentication-refused] "), "\(more.told)")
        #expect(!(try desk.workspace.text("var/log/corporate.log").contains("hunter2")))
    }

    @Test func `a server that repeats the password does not get it into the log`() async throws {
        let server = try ScriptedServer(
            Script(
                capabilities: ["AUTH PLAIN LOGIN"],
                rules: [
                    .init("AUTH", "235 welcome, AHJvYm90AGh1bnRlcjI= that is hunter2"),
                    .init("MAIL", "250 hunter2 \u{1B}[31m aHVudGVyMg=="),
                ]))
        let workspace = try Desk.workspace(
            port: server.port,
            "encryption: none\nlog: full\nauth: {type: basic, username: robot, password: \"${env:P}\"}\n")
        let outcome = try await workspace.send("note", Self.data, environment: ["P": "hunter2"])
        #expect(outcome.status == 0, "\(outcome.told)")
        let log = try workspace.text("var/log/corporate.log")
        #expect(log.contains("S: 250 ••• ␛[31m •••"), "\(log)")
        for secret in ["hunter2", "aHVudGVyMg", "AHJvYm90"] { #expect(!log.contains(secret), "\(log)") }
    }

    @Test func `off writes nothing, and log says why there is nothing`() async throws {
        let server = try ScriptedServer(Script(fault: .closesAt("MAIL")))
        let workspace = try Desk.workspace(port: server.port, "encryption: none\nlog: off\n")
        #expect(try await workspace.send("note", Self.data).status == 75)
        #expect(!workspace.exists("var/log"))
        let shown = try await workspace.router("log", "corporate")
        #expect(shown.status == 0)
        #expect(
            shown.stderr
                == "the connection 'corporate' has no log: connections/corporate.yaml says 'log: off'; write 'log: errors' or 'log: full'\n"
        )
    }

    @Test func `a log that can't be written is one warning, and the letter goes`() async throws {
        let server = try ScriptedServer()
        let workspace = try Desk.workspace(port: server.port, "encryption: none\nlog: full\n")
        try workspace.write("var/log", "in the way")
        let outcome = try await workspace.send("note", Self.data)
        #expect(outcome.status == 0)
        #expect(outcome.stderr.hasPrefix("warning: the log of 'corporate' can't be written: "), "\(outcome.told)")
        #expect(outcome.stderr.split(separator: "\n").count == 2)
        #expect(server.deliveries.count == 1)
    }

    @Test func `a slip of the pen is named, and numbers that make no sense are usage`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let unknown = try await workspace.router("log", "bix")
        #expect(unknown.status == 66)
        #expect(
            unknown.stderr
                == "error[no-such-connection]: there is no connection 'bix'\n  help: did you mean 'box'?\n")
        #expect(try await workspace.router("log", "box", "--lines", "-1").status == 64)
        #expect(try await workspace.router("log", "box", "--lines=-1").status == 64)
    }

    @Test func `the last lines are over all files, and --lines says how many`() async throws {
        let workspace = try TemporaryWorkspace.small()
        func lines(_ range: Range<Int>) -> String {
            range.map { "2026-11-21T08:15:30.250+03:00 1/1 S: 250 number \($0)\n" }.joined()
        }
        try workspace.write("var/log/box.log", lines(80..<150))
        try workspace.write("var/log/box.log.1", lines(0..<80) + "\u{1B}[2Jnot a line of ours\n")
        let shown = try await workspace.router("log", "box")
        #expect(shown.stdout == lines(51..<80) + "␛[2Jnot a line of ours\n" + lines(80..<150))
        #expect(try await workspace.router("log", "box", "--lines", "2").stdout == lines(148..<150))
        #expect(try await workspace.router("log", "box", "-n", "1000").stdout.split(separator: "\n").count == 151)
        let json = try await workspace.router("log", "box", "-n", "1", "--json").json
        #expect(json.kind == "server" && json["text"] == "250 number 149" && json.session == "1/1")
    }

    @Test func `who follows sees what comes, over a change of files, until the reader has had enough`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let line = "2026-11-21T08:15:30.250+03:00 1/1 S: 250 number "
        try workspace.write("var/log/box.log", "\(line)0\n")
        // The shell's reader ends after four lines, and router with it.
        async let followed = Program.run(
            "/bin/sh", ["-c", "\"$0\" log box --follow | head -n 4", Program.path], in: workspace.folder)
        try workspace.append("var/log/box.log", "\(line)1\n")
        rename(workspace.path("var/log/box.log"), workspace.path("var/log/box.log.1"))
        try workspace.write("var/log/box.log", "\(line)2\n")
        try workspace.append("var/log/box.log", "\(line)3\n")
        let outcome = try await followed
        #expect(outcome.stdout == (0..<4).map { "\(line)\($0)\n" }.joined(), "\(outcome.told)")
    }
}

extension TemporaryWorkspace {
    /// Adds to a file's end.
    fileprivate func append(_ name: String, _ text: String) throws {
        let file = try #require(fopen(path(name), "a"))
        defer { fclose(file) }
        fputs(text, file)
    }
}
