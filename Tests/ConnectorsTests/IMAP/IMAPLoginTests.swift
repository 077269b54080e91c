import Connecting
import ConnectingTesting
import Diagnostics
import Testing
import Wire

@testable import Connectors

@Suite struct IMAPLoginTests {
    private func failure(
        _ script: MailboxScript, _ login: Login? = Login(username: "desk", password: Secret("hunter22"))
    ) async throws -> Failure? {
        let server = try ScriptedMailbox(script)
        do throws(Failure) {
            let connector = IMAPConnector(
                .init(
                    host: "127.0.0.1", port: server.port, encryption: .none,
                    credentials: login.map(Credentials.fixed) ?? .none, timeouts: Timeouts(opening: .seconds(60))))
            await (try await connector.open("INBOX", acknowledging: .seen)).close()
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            (["IMAP4rev1", "AUTH=PLAIN"], "AUTHENTICATE PLAIN"),
            (["IMAP4rev1", "AUTH=PLAIN", "SASL-IR"], "AUTHENTICATE PLAIN A"),
            (["IMAP4rev1"], "LOGIN desk hunter22"),
        ])
    func `a password logs in as the server wants it`(_ capabilities: [String], _ command: String) async throws {
        var script = MailboxScript(capabilities: capabilities)
        if !capabilities.contains("SASL-IR") { script.rules = [.init("AUTHENTICATE PLAIN", "+\nTAG OK welcome")] }
        let server = try ScriptedMailbox(script)
        let connector = IMAPConnector(
            .init(
                host: "127.0.0.1", port: server.port, encryption: .none,
                credentials: .fixed(Login(username: "desk", password: Secret("hunter22")))))
        await (try await connector.open("INBOX", acknowledging: .keep)).close()
        #expect(server.commands.contains { $0.hasPrefix(command) }, "\(server.commands)")
    }

    @Test(
        arguments: [
            (
                "NO [AUTHENTICATIONFAILED] Invalid credentials", Failure.Code.authenticationRefused,
                "check the user name and the password; IMAP may be off in the mailbox's settings, or it may want an app password"
            ),
            ("NO [UNAVAILABLE] backend is down", .notNow, "wait and try again"),
            (
                "NO [LIMIT] too many connections", .notNow,
                "close other sessions of this mailbox, or read fewer folders of it at once"
            ),
            ("NO [EXPIRED] password expired", .authenticationRefused, "the password has expired: set another one"),
        ])
    func `a refused login is told in the server's words, with a remedy`(
        _ reply: String, _ code: Failure.Code, _ help: String
    ) async throws {
        let failure = try #require(
            try await failure(MailboxScript(rules: [.init("AUTHENTICATE", "TAG \(reply)")])))
        #expect(failure.code == code)
        #expect(failure.message.hasSuffix("'desk'\(code == .notNow ? " now" : ""): \(reply)"), "\(failure.message)")
        #expect(failure.help == help)
        #expect(!"\(failure)".contains("hunter22"))
    }

    @Test func `a server without a login is never taken for one`() async throws {
        let failure = try #require(
            try await failure(MailboxScript(capabilities: ["IMAP4rev1", "LOGINDISABLED"])))
        #expect(failure.code == .authenticationNotOffered && failure.verdict == .never)
    }

    @Test func `a server that does not want us is told in its words`() async throws {
        var script = MailboxScript()
        script.greeting = "* BYE too many connections"
        let failure = try #require(try await failure(script))
        #expect(failure.code == .notNow && failure.verdict == .again)
        #expect(failure.message.hasSuffix("does not talk with this machine: BYE too many connections"))
    }

    @Test func `a server that knows who we are needs no login`() async throws {
        var script = MailboxScript()
        script.greeting = "* PREAUTH welcome back"
        #expect(try await failure(script) == nil)
    }

    @Test(arguments: ["220 mail.example.com ESMTP", "HTTP/1.1 400 Bad Request", "* HELLO"])
    func `what is no IMAP server is told so`(_ greeting: String) async throws {
        var script = MailboxScript()
        script.greeting = greeting
        let failure = try #require(try await failure(script))
        #expect(failure.code == .protocolViolation, "\(failure)")
    }
}
