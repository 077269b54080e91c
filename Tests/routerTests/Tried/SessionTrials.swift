import Peers
import Testing

@Suite struct `Tried for the document: sessions` {
    private static func trial(_ what: String, _ server: AsyncMailServer) -> Trial {
        Trial(.sessions, what, server: server.version, port: server.port, "encryption: none\n")
    }

    private static func lines(_ count: Int) -> [String] {
        (1...count).map { #"{"To": ["ivan@example.test"], "Title": "Letter \#($0)"}"# }
    }

    @Test func `a server that ends a session after some letters`() async throws {
        let server = try await AsyncMailServer.start { $0.lettersPerSession = 2 }
        let outcome = try await Self.trial("421 after two letters of a session, five letters", server)
            .run(sending: Self.lines(5))
        #expect(outcome.status == 0 || outcome.status == 75, "\(outcome.told)")
        #expect(try server.letters().count >= 2)
        await server.stop()
    }

    @Test(arguments: ["421 4.7.0 Too many sessions from your address", "432 4.3.2 Too many sessions"])
    func `a server that has sessions enough`(reply: String) async throws {
        let server = try await AsyncMailServer.start {
            $0.sessionsAtOnce = 0
            $0.sessionsReply = reply
        }
        let outcome = try await Self.trial("\(reply.prefix(3)) in the greeting", server).run(to: "ivan@example.test")
        #expect(outcome.status == 75, "\(outcome.told)")
        await server.stop()
    }

    @Test func `an extension that is offered and then refused`() async throws {
        for (parameter, reply) in [("BODY", "555 5.5.4 Unsupported option: BODY"), ("SIZE", "501 5.5.4 Syntax")] {
            let server = try await AsyncMailServer.start { $0.parameterReplies = [parameter: reply] }
            let outcome = try await Self.trial("\(parameter) offered, and answered \(reply.prefix(3))", server)
                .run(to: "ivan@example.test")
            #expect(outcome.status == 0 || outcome.status == 69, "\(outcome.told)")
            await server.stop()
        }
    }

    @Test func `a name that is not in Latin letters`() async throws {
        for offers in [true, false] {
            let server = try await AsyncMailServer.start { $0.offersSMTPUTF8 = offers }
            let words = offers ? "a server with SMTPUTF8" : "a server without SMTPUTF8"
            let outcome = try await Self.trial("иван@example.com and \(words)", server).run(to: "иван@example.com")
            #expect(outcome.status == (offers ? 0 : 69) || outcome.status == 67, "\(outcome.told)")
            #expect(try server.letters().map(\.recipients) == (offers ? [[.init("иван@example.com")]] : []))
            await server.stop()
        }
    }

    @Test(arguments: [true, false])
    func `notices that are asked for`(offers: Bool) async throws {
        let server = try await AsyncMailServer.start { $0.offersDSN = offers }
        var trial = Self.trial("notify: and a server with\(offers ? "" : "out") DSN", server)
        trial.settings += "notify: [failure, delay]\n"
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == 0, "\(outcome.told)")
        let parameters = try server.letters().flatMap(\.recipients).flatMap(\.parameters)
        #expect(parameters.contains("NOTIFY=FAILURE,DELAY") == offers, "\(parameters)")
        await server.stop()
    }

    @Test(arguments: [
        ("250 2.1.5 <ivan@example.com>", 0), ("252 2.1.5 Cannot say", 75), ("502 5.5.1 Not implemented", 75),
        ("550 5.1.1 Unknown", 67),
    ])
    func `recipients asked about by VRFY`(reply: String, exit: Int) async throws {
        let server = try await AsyncMailServer.start { $0.vrfyReplies = ["*": reply] }
        var trial = Self.trial("verify-recipients: vrfy, answered \(reply.prefix(3))", server)
        trial.settings += "verify-recipients: vrfy\n"
        let outcome = try await trial.run(to: "ivan@example.test")
        #expect(outcome.status == exit, "\(outcome.told)")
        #expect(try server.letters().count == (exit == 0 ? 1 : 0))
        await server.stop()
    }

    @Test func `recipients asked about by RCPT`() async throws {
        let server = try await AsyncMailServer.start { $0.rcptReplies = ["maria@example.test": "550 5.1.1 Unknown"] }
        var trial = Self.trial("verify-recipients: rcpt, one of two refused", server)
        trial.settings += "verify-recipients: rcpt\n"
        let outcome = try await trial.run(to: "ivan@example.test", "maria@example.test")
        #expect(outcome.status == 67, "\(outcome.told)")
        #expect(try server.letters().isEmpty)
        await server.stop()
    }
}
