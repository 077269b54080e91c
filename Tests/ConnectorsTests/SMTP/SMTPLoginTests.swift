import Connecting
import ConnectingTesting
import Diagnostics
import Testing
import Wire

@testable import Connectors

@Suite struct SMTPLoginTests {
    private let login = Login(username: "robot", password: Secret("hunter22"))

    private func failure(_ server: ScriptedServer, _ login: Login?) async -> Failure? {
        do throws(Failure) {
            let session = try await SMTPConnector(server, login: login).open()
            await session.send([letter()], { _, _ in })
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["PLAIN", "LOGIN PLAIN"])
    func `a login that is taken lets letters go`(_ mechanisms: String) async throws {
        let server = try ScriptedServer(
            Script(
                capabilities: ["PIPELINING", "AUTH \(mechanisms)"], rules: [.init("AUTH PLAIN", "235 2.7.0 welcome")]))
        #expect(
            await failure(server, Login(username: "robot", password: Secret("hunter22"), mechanism: "PLAIN")) == nil)
        #expect(server.deliveries.count == 1)
    }

    @Test func `a certificate is a login without a password`() async throws {
        let server = try ScriptedServer(
            Script(capabilities: ["AUTH PLAIN EXTERNAL"], rules: [.init("AUTH EXTERNAL", "235 2.7.0 welcome")]))
        #expect(await failure(server, Login(username: "robot", proof: .certificate)) == nil)
        #expect(server.commands.contains("AUTH EXTERNAL cm9ib3Q="))
        let nameless = try ScriptedServer(
            Script(capabilities: ["AUTH EXTERNAL"], rules: [.init("AUTH EXTERNAL", "235 2.7.0 welcome")]))
        #expect(await failure(nameless, Login(username: "", proof: .certificate)) == nil)
        #expect(nameless.commands.contains("AUTH EXTERNAL ="))
    }

    @Test(
        arguments: [
            (["PIPELINING"], "the server offers no login"),
            (["PIPELINING", "AUTH GSSAPI SCRAM-SHA-256"], "the server offers only GSSAPI, SCRAM-SHA-256"),
            (["PIPELINING", "AUTH"], "the server offers no login"),
            ([], "the server offers no login"),
        ])
    func `without a login that was asked for, no letter is even begun`(_ capabilities: [String], _ why: String)
        async throws
    {
        let server = try ScriptedServer(Script(capabilities: capabilities))
        let problem = await failure(server, login)
        #expect(problem?.code == .authenticationNotOffered)
        #expect(problem?.verdict == .never)
        #expect(problem?.message == "127.0.0.1:\(server.port) has no login for 'robot': \(why)")
        #expect(problem?.help == "many servers offer a login only when it is encrypted: set encryption: tls")
        #expect(!server.commands.contains { $0.hasPrefix("MAIL") })
        #expect(server.deliveries == [])
    }

    @Test func `a server without EHLO has no login`() async throws {
        let server = try ScriptedServer(Script(rules: [.init("EHLO", "502 5.5.1 what")]))
        #expect(await failure(server, login)?.code == .authenticationNotOffered)
        #expect(await failure(server, nil) == nil)
        #expect(server.deliveries.count == 1)
    }

    @Test(
        arguments: [
            ("535 5.7.8 wrong password", Failure.Code.authenticationRefused, Failure.Verdict.never),
            ("534 5.7.9 app password wanted", .authenticationRefused, .never),
            ("454 4.7.0 directory is down", .notNow, .again),
            ("421 4.7.0 too many tries", .notNow, .again),
        ])
    func `a login that is refused is told in the server's words`(
        _ reply: String, _ code: Failure.Code, _ verdict: Failure.Verdict
    ) async throws {
        let server = try ScriptedServer(Script(capabilities: ["AUTH PLAIN"], rules: [.init("AUTH", reply)]))
        let problem = await failure(server, login)
        #expect(problem?.code == code)
        #expect(problem?.verdict == verdict)
        #expect(problem?.message.hasSuffix(reply) == true)
        #expect(!server.commands.contains { $0.hasPrefix("MAIL") })
    }

    @Test func `a password that the server repeats is not repeated`() async throws {
        let server = try ScriptedServer(
            Script(
                capabilities: ["AUTH PLAIN"],
                rules: [.init("AUTH", "535 no: AHJvYm90AGh1bnRlcjIy is robot with hunter22")]))
        let problem = await failure(server, login)
        #expect(problem?.message == "127.0.0.1:\(server.port) refused the login 'robot': 535 no: ••• is robot with •••")
    }

    @Test(
        arguments: [
            ("421 4.3.2 too busy", Failure.Code.notNow), ("554 5.7.1 your address is on a list", .connectionRefused),
        ])
    func `a server that does not want us is told in its words`(_ greeting: String, _ code: Failure.Code) async throws {
        var script = Script()
        script.greeting = greeting
        let server = try ScriptedServer(script)
        let problem = await failure(server, nil)
        #expect(problem?.code == code)
        #expect(problem?.verdict == .again)
        #expect(problem?.message == "127.0.0.1:\(server.port) does not talk with this machine: \(greeting)")
    }

    @Test func `where nothing listens and where nobody is, that is said`() async throws {
        var port = 0
        do {
            let server = try ScriptedServer()
            port = server.port
        }
        let settings = [
            SMTPConnector.Settings(host: "router-test.invalid", encryption: .none),
            SMTPConnector.Settings(host: "a b", encryption: .none),
            SMTPConnector.Settings(host: "127.0.0.1", port: 1, encryption: .none),
        ]
        var codes: [Failure.Code] = []
        for settings in settings {
            do throws(Failure) { _ = try await SMTPConnector(settings).open() } catch { codes.append(error.code) }
        }
        _ = port
        #expect(codes == [.hostNotFound, .hostNotFound, .connectionRefused])
    }

    @Test func `a check says what it has found`() async throws {
        let server = try ScriptedServer(Script(capabilities: ["PIPELINING", "AUTH PLAIN"]))
        let lines = try await SMTPConnector(server, login: login).check()
        #expect(
            lines == [
                "127.0.0.1:\(server.port) answers: scripted.test ESMTP", "not encrypted", "logged in as robot",
                "offers PIPELINING, AUTH PLAIN",
            ])
        #expect(server.commands.last == "QUIT")
    }
}
