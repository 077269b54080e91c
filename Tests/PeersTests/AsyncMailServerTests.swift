import Peers
import Testing

@Suite struct `A mail server that takes and refuses what it is told to` {
    /// Python's `smtplib`, told in commands: `s.mail('a@b', ['SIZE=3'])`; each reply is printed, and the error that ends it.
    private static func talk(to server: AsyncMailServer, _ commands: String, arguments: [String] = []) async throws
        -> [String]
    {
        let script = """
            import smtplib, ssl, sys
            def say(reply): print(reply[0], reply[1].decode().replace("\\n", " | "))
            try:
                s = smtplib.SMTP("\(server.host)", \(server.port), local_hostname="tests.example.test")
                s.ehlo()
            \(commands.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n"))
            except smtplib.SMTPResponseException as e: print("ERROR", e.smtp_code, e.smtp_error.decode())
            except Exception as e: print("ERROR", type(e).__name__, e)
            """
        return try await Tool.require("python3", ["-c", script] + arguments).split(separator: "\n").map(String.init)
    }

    @Test(arguments: ["127.0.0.1", "::1"])
    func `a letter is kept with its envelope`(host: String) async throws {
        let server = try await AsyncMailServer.start {
            $0.host = host
            $0.offersSMTPUTF8 = true
            $0.offersDSN = true
            $0.login = ("robot", "open-sesame")
        }
        #expect(server.version.wholeMatch(of: /aiosmtpd \d+(\.\d+)+/) != nil)
        let replies = try await Self.talk(
            to: server,
            """
            say((250, " ".join(sorted(s.esmtp_features)).encode()))
            s.login("robot", "open-sesame")
            say(s.mail("иван@example.test", ["SMTPUTF8", "SIZE=9", "BODY=8BITMIME", "RET=HDRS", "ENVID=Order-7"]))
            say(s.rcpt("мария@example.test", ["NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;maria@example.test"]))
            say(s.rcpt("boris@example.test"))
            say(s.data("Subject: x\\r\\n\\r\\n.привет\\r\\n".encode()))
            """)
        #expect(
            replies == [
                "250 8bitmime auth dsn help size smtputf8", "250 OK", "250 OK", "250 OK",
                "250 2.0.0 Ok: letter 1 of session 1",
            ])
        let letters = try server.letters()
        let letter = try #require(letters.first)
        #expect(letters.count == 1)
        #expect(letter.sender == "иван@example.test")
        #expect(letter.parameters == ["SMTPUTF8", "SIZE=9", "BODY=8BITMIME", "RET=HDRS", "ENVID=Order-7"])
        #expect(
            letter.recipients == [
                .init("мария@example.test", ["NOTIFY=FAILURE,DELAY", "ORCPT=rfc822;maria@example.test"]),
                .init("boris@example.test"),
            ])
        #expect(String(decoding: letter.content, as: UTF8.self) == "Subject: x\r\n\r\n.привет\r\n")
        #expect(letter.tls == nil && letter.certificate == nil)
        #expect(letter.login == "robot" && letter.mechanism == "PLAIN" && letter.helo == "tests.example.test")
        #expect(try server.sessions().map(\.from) == [host])
        #expect(server.commands.first == "EHLO tests.example.test" && server.commands.contains("AUTH PLAIN"))
        await server.stop()
    }

    @Test func `what it does not offer it refuses`() async throws {
        let server = try await AsyncMailServer.start {
            $0.sizeLimit = nil
            $0.parameterReplies = ["BODY": "501 5.5.4 no BODY here"]
            $0.mailReplies = ["banned@example.test": "553 5.7.1 banned"]
            $0.rcptReplies = ["nobody@example.test": "550 5.1.1 nobody"]
            $0.vrfyReplies = ["ivan@example.test": "250 2.1.5 <ivan@example.test>", "*": "550 5.1.1 unknown"]
        }
        let replies = try await Self.talk(
            to: server,
            """
            say((250, " ".join(sorted(s.esmtp_features)).encode()))
            say(s.mail("a@example.test", ["RET=HDRS"]))
            say(s.docmd("MAIL", "FROM:<a@example.test> SMTPUTF8"))
            say(s.mail("a@example.test", ["BODY=8BITMIME"]))
            say(s.mail("banned@example.test"))
            say(s.mail("a@example.test"))
            say(s.rcpt("nobody@example.test"))
            say(s.rcpt("b@example.test", ["NOTIFY=NEVER"]))
            say(s.verify("ivan@example.test"))
            say(s.verify("maria@example.test"))
            """)
        #expect(
            replies == [
                "250 8bitmime help", "555 MAIL FROM parameters not recognized or not implemented",
                "501 Error: SMTPUTF8 disabled", "501 5.5.4 no BODY here", "553 5.7.1 banned", "250 OK",
                "550 5.1.1 nobody", "555 RCPT TO parameters not recognized or not implemented",
                "250 2.1.5 <ivan@example.test>", "550 5.1.1 unknown",
            ])
        await server.stop()
    }

    @Test func `it refuses log-ins in any words`() async throws {
        let right = try await AsyncMailServer.start {
            $0.login = ("robot", "open-sesame")
            $0.requiresLogin = true
            $0.mechanisms = ["LOGIN"]
        }
        #expect(
            try await Self.talk(
                to: right,
                """
                say((250, s.esmtp_features["auth"].encode()))
                say(s.mail("a@example.test"))
                say(s.login("robot", "open-sesame"))
                say(s.mail("a@example.test"))
                """) == [
                    "250  LOGIN", "530 5.7.0 Authentication required", "235 2.7.0 Authentication successful", "250 OK",
                ])
        #expect(
            try await Self.talk(to: right, #"s.login("robot", "wrong")"#)
                == ["ERROR 535 5.7.8 Authentication credentials invalid"])
        let reply = "534 5.7.9 Application-specific password required"
        let wrong = try await AsyncMailServer.start { $0.loginReply = reply }
        #expect(try await Self.talk(to: wrong, #"s.login("robot", "open-sesame")"#) == ["ERROR \(reply)"])
        for server in [right, wrong] { await server.stop() }
    }

    @Test func `it counts letters and sessions`() async throws {
        let server = try await AsyncMailServer.start {
            $0.lettersPerSession = 1
            $0.sessionsAtOnce = 1
            $0.sessionsReply = "432 4.3.2 Too many sessions"
        }
        let replies = try await Self.talk(
            to: server,
            """
            try: smtplib.SMTP("127.0.0.1", \(server.port))
            except smtplib.SMTPConnectError as e: print(e.smtp_code, e.smtp_error.decode())
            s.sendmail("a@example.test", "b@example.test", "one")
            say(s.mail("a@example.test"))
            say(s.noop())
            """)
        #expect(
            replies == [
                "432 4.3.2 Too many sessions", "421 4.7.0 Too many letters in this session",
                "ERROR SMTPServerDisconnected Connection unexpectedly closed",
            ])
        #expect(try server.letters().map(\.session) == [1])
        #expect(try server.sessions().map(\.refused) == [false, true])
        // The first session has ended: there is room again.
        let again = try await Self.talk(to: server, #"say(s.mail("a@example.test"))"#)
        #expect(again == ["250 OK"])
        await server.stop()
    }

    @Test(arguments: [
        (MailServerOptions.Encryption.startTLS, ("1.2", "1.3"), "TLSv1.3"), (.required, ("1.1", "1.1"), "TLSv1.1"),
        (.wrapped, ("1.2", "1.2"), "TLSv1.2"),
    ])
    func `it speaks the TLS that it is told to`(
        encryption: MailServerOptions.Encryption, versions: (String, String), spoken: String
    ) async throws {
        let authority = try await PostOffice.shared.authority
        let server = try await AsyncMailServer.start {
            $0.chain = authority.chain(.good)
            $0.encryption = encryption
            $0.versions = versions
            $0.login = ("robot", "open-sesame")
        }
        let scheme = encryption == .wrapped ? "smtps" : "smtp"
        let said = try await CurlMail.send(
            to: "\(scheme)://localhost:\(server.port)", "--ssl-reqd", "--cacert", authority.certificate, "--tlsv1.0",
            "--ciphers", "ALL:@SECLEVEL=0", "--user", "robot:open-sesame")
        #expect(said == "")
        let letter = try #require(try server.letters().first)
        #expect(letter.tls == spoken && letter.login == "robot")
        if encryption == .required {
            let early = try await Self.talk(to: server, #"say(s.mail("a@example.test"))"#)
            #expect(early == ["530 Must issue a STARTTLS command first"])
        }
        await server.stop()
    }

    @Test func `it asks a client for its certificate`() async throws {
        let authority = try await PostOffice.shared.authority
        let server = try await AsyncMailServer.start {
            $0.chain = authority.chain(.good)
            $0.encryption = .wrapped
            $0.clientAuthority = authority.certificate
        }
        let address = "smtps://localhost:\(server.port)"
        #expect(
            try await CurlMail.send(
                to: address, "--cacert", authority.certificate, "--cert", authority.certificate(.client), "--key",
                authority.key(.client)) == "")
        #expect(try server.letters().map(\.certificate) == ["robot@example.test"])
        #expect(try await CurlMail.send(to: address, "--cacert", authority.certificate).hasPrefix("curl: (56) "))
        #expect(try server.letters().count == 1)
        await server.stop()
    }
}
