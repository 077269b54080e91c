import Attributes
import Peers
import Testing

@Suite struct `router sandbox is a mail server of this machine's own` {
    @Test func `the connections that it prints are right, and reach it`() async throws {
        let sandbox = try await SandboxProcess.start(Program.path)
        var files: [String: String] = [:]
        for name in ["sandbox-smtp", "sandbox-imap", "sandbox-exchange"] {
            files["connections/\(name).yaml"] = try #require(sandbox.connections[name]?.text)
        }
        let workspace = try TemporaryWorkspace.small(files)
        let environment = ["SANDBOX_PASSWORD": "sesame"]
        let check = try await Program.run(["check", "--strict"], in: workspace.folder, environment: environment)
        #expect(check.status == 0, "\(check.told)")
        for name in ["sandbox-smtp", "sandbox-imap", "sandbox-exchange"] {
            let test = try await Program.run(["test", name], in: workspace.folder, environment: environment)
            #expect(test.status == 0 && test.stdout.contains("logged in as desk"), "\(test.told)")
        }
        let sent = try await Program.run(
            ["test", "sandbox-smtp", "--to", "ann@example.com,you@elsewhere.test"], in: workspace.folder,
            environment: environment)
        #expect(sent.status == 0, "\(sent.told)")
        let letters = try await sandbox.letters(2).map { letter in
            "\(letter["to"]?.printed() ?? "") \(letter["kept"]?.printed() ?? "")"
        }
        #expect(letters.sorted() == [#"["ann@example.com"] false"#, #"["you@elsewhere.test"] true"#])
        let wrong = try await Program.run(
            ["test", "sandbox-smtp"], in: workspace.folder, environment: ["SANDBOX_PASSWORD": "open"])
        #expect(wrong.status == 77, "\(wrong.told)")
        await sandbox.guardian.stop()
    }

    @Test func `with --save they are files of the workspace, and what others wrote is left alone`() async throws {
        let workspace = try TemporaryWorkspace.small()
        let options = ["--port-base", "0", "--save", "--password", "o'pen \"x\"", "--workspace", workspace.folder]
        let first = try await SandboxProcess.start(Program.path, options)
        let test = try await workspace.router("test", "sandbox-exchange")
        #expect(test.status == 0, "\(test.told)")
        await first.guardian.stop()
        // Another one has other ports.
        let second = try await SandboxProcess.start(Program.path, options)
        #expect(try workspace.text("connections/sandbox-smtp.yaml").contains("port: \(second.smtpPort)\n"))
        await second.guardian.stop()
        try workspace.write("connections/sandbox-imap.yaml", "kind: imap\nhost: mine\n")
        let refused = try await workspace.router("sandbox", "--port-base", "0", "--save")
        #expect(refused.status == 74)
        #expect(refused.stderr.contains("'connections/sandbox-imap.yaml' is not a file that 'router sandbox' wrote"))
        #expect(try workspace.text("connections/sandbox-imap.yaml") == "kind: imap\nhost: mine\n")
        let outside = try await Program.run(["sandbox", "--save", "--port-base", "0"], in: "/")
        #expect(outside.status == 66, "\(outside.told)")
    }

    @Test func `a port that is taken is replaced, and a person reads all that they need`() async throws {
        let first = try await SandboxProcess.start(Program.path)
        let folder = try TemporaryWorkspace.empty()
        let script = """
            "\(Program.path)" sandbox --port-base \(first.smtpPort) >out 2>err & p=$!
            until grep -q sandbox-exchange out; do sleep 0.05; done
            kill -INT $p; wait $p; echo $?
            """
        let run = try await Program.run("/bin/bash", ["-c", script], in: folder.folder)
        #expect(run.stdout == "0\n", "\(run.told)")
        let told = try folder.text("err")
        #expect(
            told.hasPrefix(
                "warning[port-in-use]: another program listens on 127.0.0.1:\(first.smtpPort): SMTP is on port "),
            "\(told)")
        #expect(told.contains("Nothing leaves this machine"))
        let out = try folder.text("out")
        for words in ["Log-ins   desk, ann, ivan, maria, robot; password: sesame", "export SANDBOX_PASSWORD='sesame'"] {
            #expect(out.contains(words), "\(out)")
        }
        await first.guardian.stop()
    }

    @Test(arguments: ["INT", "TERM"])
    func `a signal ends it at once, with clients in the middle of things`(_ signal: String) async throws {
        let folder = try TemporaryWorkspace.empty()
        let script = """
            "\(Program.path)" sandbox --port-base 0 --json >out & p=$!
            until test -s out; do sleep 0.05; done
            port() { sed "s/.*\\"$1\\":{\\"host\\":\\"127.0.0.1\\",\\"port\\":\\([0-9]*\\).*/\\1/; q" out; }
            exec 3<>/dev/tcp/127.0.0.1/$(port imap) 4<>/dev/tcp/127.0.0.1/$(port smtp)
            read -r line <&3; printf 'a LOGIN desk sesame\\r\\nb SELECT INBOX\\r\\nc IDLE\\r\\n' >&3
            until [[ $line == +* ]]; do read -r line <&3; done
            printf 'EHLO x\\r\\nMAIL FROM:<a@b.org>\\r\\nRCPT TO:<desk@example.com>\\r\\nDATA\\r\\nhalf' >&4
            until [[ $line == 354* ]]; do read -r line <&4; done
            kill -\(signal) $p; wait $p; echo $?
            """
        let run = try await Program.run("/bin/bash", ["-c", script], in: folder.folder)
        #expect(run.stdout == "0\n", "\(run.told)")
        #expect(run.took < .seconds(90))
    }

    @Test(arguments: [
        (["--user", "mia"], "error[bad-address]: 'mia' is no address"),
        (["--user", "a@b.org", "--user", "A@b.org"], "error[user-twice]: 'A@b.org' is named twice"),
        (["--password", ""], "error[bad-password]: --password is blank"),
        (["--port-base", "65535"], "error[bad-port]: --port-base 65535 leaves no three ports"),
        (["--port-base=-1"], "error[bad-port]: --port-base -1 leaves no three ports"),
    ])
    func `what it can't be told is exit 64`(_ options: [String], _ words: String) async throws {
        let outcome = try await Program.run(["sandbox"] + options, in: "/")
        #expect(outcome.status == 64 && outcome.stderr.hasPrefix(words), "\(outcome.told)")
    }

    @Test func `people of one name log in by their addresses, and no letter writes on the terminal`() async throws {
        let folder = try TemporaryWorkspace.empty()
        try folder.write("letter", "Subject: =?utf-8?q?a=1B[31mb?=\r\n\r\nx\r\n")
        let script = """
            "\(Program.path)" sandbox --port-base 0 --user 'Mia <mia@a.org>' --user mia@b.org >out & p=$!
            until grep -q sandbox-exchange out; do sleep 0.05; done
            curl -s smtp://$(sed 's/SMTP *//; q' out) --user mia@b.org:sesame --mail-from x@y.org --mail-rcpt mia@a.org -T letter
            echo $?
            until grep -q 'x@y.org' out; do sleep 0.05; done
            kill $p; wait $p; echo $?
            """
        let run = try await Program.run("/bin/bash", ["-c", script], in: folder.folder)
        #expect(run.stdout == "0\n0\n", "\(run.told)")
        let out = try folder.text("out")
        #expect(
            out.contains("Log-ins   mia, mia@b.org;") && out.contains("x@y.org → mia@a.org  a [31mb\n"), "\(out)"
        )
    }
}
