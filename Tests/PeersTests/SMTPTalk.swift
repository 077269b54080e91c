import Peers

/// A conversation with an SMTP server, held by Python's `smtplib`, told as one line a reply: `RCPT 550 5.1.1 …`.
///
/// Replies of more than one line are joined by ` | `.
struct SMTPTalk {
    var port: Int
    var sender = "robot@example.test"
    var recipients: [String] = []
    var letter = "Subject: hello\r\n\r\nA letter.\r\n"

    /// `none`, `starttls` or `ssl`.
    var encryption = "none"

    /// The authority that the server's certificate must come from.
    var authority: String?

    /// The chain file that the client shows of itself.
    var chain: String?

    /// Logs in with this password as the first recipient would.
    var password: String?

    func held() async throws -> [String] {
        let script = """
            import smtplib, ssl, sys
            port, encryption, authority, chain, password, sender, *recipients = sys.argv[1:]
            def say(command, reply):
                print(command, reply[0], reply[1].decode().replace("\\n", " | "))
                return reply[0]
            context = ssl.create_default_context(cafile=authority or None)
            if chain: context.load_cert_chain(chain)
            try:
                if encryption == "ssl": s = smtplib.SMTP_SSL("localhost", int(port), context=context)
                else: s = smtplib.SMTP("localhost", int(port))
                say("EHLO", s.ehlo("tests.example.test"))
                if encryption == "starttls":
                    say("STARTTLS", s.starttls(context=context))
                    say("EHLO", s.ehlo("tests.example.test"))
                if password: say("AUTH", s.login(sender, password))
                said = [say("MAIL", s.mail(sender, ["size=%d" % len(sys.stdin.buffer.peek())] if s.has_extn("size") else []))]
                if said[0] == 250: said = [say("RCPT", s.rcpt(r)) for r in recipients]
                if 250 in said: say("DATA", s.data(sys.stdin.buffer.read()))
                s.quit()
            except ssl.SSLCertVerificationError as e: print("TLS", e.verify_message)
            except smtplib.SMTPResponseException as e: print("ERROR", e.smtp_code, e.smtp_error.decode())
            except Exception as e: print("ERROR", type(e).__name__, e)
            """
        let arguments = ["\(port)", encryption, authority ?? "", chain ?? "", password ?? "", sender] + recipients
        return try await Tool.require("python3", ["-c", script] + arguments, input: Array(letter.utf8))
            .split(separator: "\n").map(String.init)
    }
}
