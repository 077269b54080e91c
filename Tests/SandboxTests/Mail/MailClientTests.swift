import Peers
import Sandbox
import Testing

/// Python's `smtplib` and `imaplib`, IMAPClient from PyPI, curl, and clients that mean no good.
@Suite struct MailClientTests {
    private func run(_ trial: String, patience: Duration? = nil) async throws {
        try await MailSides.serving(patience: patience) { sides in
            _ = try await Python.run(
                "try_mail_sides.py", arguments: [trial, "\(sides.smtp.port)", "\(sides.imap.port)"])
        }
    }

    @Test func `smtplib sends letters, logs in, and hears who is refused`() async throws { try await run("sends") }

    @Test func `imaplib reads, flags, searches, copies, moves and removes letters`() async throws {
        try await run("reads")
    }

    @Test func `IMAPClient understands envelopes, structures, parts and folders`() async throws {
        try await run("parses")
    }

    @Test func `a client that waits is told of what comes, changes and goes`() async throws { try await run("waits") }

    @Test func `many clients at once lose nothing`() async throws { try await run("crowds") }

    @Test func `what no client means well is refused, and harms nobody else`() async throws { try await run("hostile") }

    @Test func `a client that is silent for too long is hung up on`() async throws {
        try await run("silent", patience: .milliseconds(200))
    }

    @Test func `curl sends a letter and reads it back`() async throws {
        try await MailSides.serving { sides in
            let letter = Array("From: ann@example.com\r\nSubject: by curl\r\n\r\nhello\r\n".utf8)
            let sent = try await Tool.outcome(
                "curl",
                [
                    "--no-progress-meter", "--url", "smtp://127.0.0.1:\(sides.smtp.port)/client.test", "--user",
                    "ann:sandbox",
                    "--mail-from", "ann@example.com", "--mail-rcpt", "desk@example.com", "--upload-file", "-",
                ], input: letter)
            #expect(sent.succeeded, "\(sent.errors)")
            let read = try await Tool.outcome(
                "curl",
                [
                    "--no-progress-meter", "--user", "desk:sandbox",
                    "imap://127.0.0.1:\(sides.imap.port)/INBOX;UID=1",
                ], input: [])
            #expect(read.succeeded, "\(read.errors)")
            let text = String(decoding: read.output, as: UTF8.self)
            #expect(text.hasSuffix(String(decoding: letter, as: UTF8.self)), "\(text)")
        }
    }

    @Test func `mbsync keeps a Maildir and a mailbox alike, both ways`() async throws {
        try await MailSides.serving { sides in
            for subject in ["one", "two", "three"] {
                _ = sides.mailboxes.deliver(
                    Array("Subject: \(subject)\r\n\r\nhello\r\n".utf8), from: "x@y.org", to: ["desk@example.com"])
            }
            let guardian = try Guardian(of: Guardian.newFolder())
            let script = """
                set -e; cd "\(guardian.folder)"; mkdir x
                cat >rc <<END
                IMAPAccount far
                Host 127.0.0.1
                Port \(sides.imap.port)
                User desk
                Pass sandbox
                SSLType None
                AuthMechs LOGIN

                IMAPStore far
                Account far

                MaildirStore near
                Path ./x/
                Inbox ./x/INBOX
                SubFolders Verbatim

                Channel all
                Far :far:
                Near :near:
                Patterns *
                Create Both
                Expunge Both
                Sync All
                SyncState *
                END
                HOME=$PWD mbsync -q -c rc -a
                cd x/INBOX
                for flags in one:FS two:T; do
                    letter=$(grep -lr "^Subject: ${flags%:*}" new); letter=${letter#new/}
                    mv "new/$letter" "cur/${letter%:2,*}:2,${flags#*:}"
                done
                printf 'Subject: mine\\n\\nhello\\n' >../Drafts/new/1.x.host
                cd ../..; HOME=$PWD mbsync -q -c rc -a
                """
            let run = try await Tool.outcome("bash", ["-c", script], input: [])
            #expect(run.succeeded, "\(run.errors)")
            let hand = MailboxHand(port: sides.imap.port, user: "desk", password: "sandbox")
            #expect(try await hand.contents() == ["one \\Flagged \\Seen", "three"])
            #expect(try await hand.contents("Drafts").count == 1)
            await guardian.stop()
        }
    }

    @Test func `two servers can't have one port, and the second says so`() async throws {
        try await MailSides.serving { sides in
            let port = sides.smtp.port
            let problem = await #expect(throws: MailServerProblem.self) {
                _ = try await MailServer.listen(.imap, sides.mailboxes, port: port)
            }
            #expect(problem?.isPortTaken == true)
            #expect(problem?.message == "another program listens on 127.0.0.1:\(port)")
        }
    }
}
