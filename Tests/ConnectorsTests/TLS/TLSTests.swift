import Connecting
import ConnectingTesting
import Diagnostics
import MIME
import Testing
import Wire

@testable import Connectors

@Suite struct TLSTests {
    private let certificates: Certificates

    init() throws {
        certificates = try Certificates()
    }

    private func connector(
        _ port: Int, _ encryption: LineSettings.Encryption, tls: TLSSettings? = nil, login: Login? = nil
    ) -> SMTPConnector {
        SMTPConnector(
            .init(
                host: "localhost", port: port, encryption: encryption,
                credentials: login.map(Credentials.fixed) ?? .none,
                tls: tls ?? TLSSettings(ca: certificates.ca), timeouts: Timeouts(opening: .seconds(100))))
    }

    private func failure(_ connector: SMTPConnector) async -> Failure? {
        do throws(Failure) {
            await (try connector.open()).close()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [LineSettings.Encryption.ssl, .tls])
    func `letters go out encrypted and logged in`(_ encryption: LineSettings.Encryption) async throws {
        let server = try TLSServer(encryption == .ssl ? .ssl : .starttls, pem: certificates.issue("localhost"))
        let login = Login(username: "robot", password: Secret("hunter22"))
        let connector = connector(server.port, encryption, login: login)
        // Larger than any buffer on the way, so that writes come in parts.
        let large = Array(String(repeating: "a line of nineteen\r\n", count: 500_000).utf8)
        let report = try await send(
            [letter(), letter([.bytes(large)], to: ["a@x.org", "b@x.org"]), letter()], over: connector)
        #expect(
            report.indices.map { report[$0]?.recipients.first?.reply?.text } == [
                "got 25 bytes for 1", "got 10000000 bytes for 2", "got 25 bytes for 1",
            ])
        #expect(
            await failure(
                self.connector(server.port, encryption, login: Login(username: "robot", password: Secret("wrong"))))?
                .code == .authenticationRefused)
    }

    @Test(
        arguments: [
            (
                "localhost", -1, true, "has expired",
                "ask the server's operator for a new certificate, or check this machine's clock"
            ),
            (
                "example.com", 2, true, "is for another name than localhost",
                "use the name that stands in the certificate as host:"
            ),
            (
                "localhost", 2, false, "is signed by itself",
                "name a file with it in tls: {ca: …} if it is the right one"
            ),
        ])
    func `a certificate that does not do is refused with its reason`(
        _ name: String, _ days: Int, _ isSigned: Bool, _ reason: String, _ help: String
    ) async throws {
        for (mode, encryption) in [(TLSServer.Mode.ssl, LineSettings.Encryption.ssl), (.starttls, .tls)] {
            let server = try TLSServer(mode, pem: certificates.issue(name, days: days, isSigned: isSigned))
            let problem = await failure(connector(server.port, encryption))
            #expect(problem?.code == .certificateRefused)
            #expect(problem?.verdict == .again)
            #expect(problem?.message.hasPrefix("the certificate of localhost:\(server.port) \(reason) (") == true)
            #expect(problem?.help == help)
            // Who asks for it gets it all the same.
            #expect(await failure(connector(server.port, encryption, tls: TLSSettings(verify: false))) == nil)
        }
    }

    @Test func `an issuer that was not named is not trusted`() async throws {
        let server = try TLSServer(.ssl, pem: certificates.issue("localhost"))
        let problem = await failure(connector(server.port, .ssl, tls: TLSSettings()))
        #expect(
            problem?.message.hasPrefix(
                "the certificate of localhost:\(server.port) is signed by 'Test CA', which is not known here and which "
                    + "the server does not send (") == true)
        #expect(
            await failure(connector(server.port, .ssl, tls: TLSSettings(ca: "/nonexistent.pem")))?.verdict == .never)
    }

    @Test func `a server that wants our certificate gets it`() async throws {
        let server = try TLSServer(.ssl, pem: certificates.issue("localhost"), client: certificates.ca)
        let mine = try certificates.issue("robot")
        let settings = TLSSettings(ca: certificates.ca, certificate: mine, key: mine, minimum: .v1_3)
        #expect(await failure(connector(server.port, .ssl, tls: settings)) == nil)
        #expect(await failure(connector(server.port, .ssl)) != nil)
    }

    @Test(
        arguments: [
            Script(capabilities: ["PIPELINING", "AUTH PLAIN"]),
            Script(
                capabilities: ["STARTTLS", "AUTH PLAIN"], rules: [.init("STARTTLS", "454 4.7.0 TLS not available")]),
            Script(capabilities: ["STARTTLS", "AUTH PLAIN"], rules: [.init("STARTTLS", "502 5.5.1 what")]),
            Script(capabilities: ["AUTH PLAIN"], rules: [.init("EHLO", "502 5.5.1 what")]),
        ])
    func `where STARTTLS was stripped, neither login nor letter goes out`(_ script: Script) async throws {
        let server = try ScriptedServer(script)
        let problem = await failure(
            connector(server.port, .tls, login: Login(username: "robot", password: Secret("hunter22"))))
        #expect(problem?.code == .encryptionNotOffered || problem?.code == .connectionRefused)
        #expect(problem?.verdict == .again)
        #expect(!server.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }

    @Test func `what is slipped in behind STARTTLS is not taken for the server's word`() async throws {
        let server = try TLSServer(.injects, pem: certificates.issue("localhost"))
        let problem = await failure(
            connector(server.port, .tls, login: Login(username: "robot", password: Secret("hunter22"))))
        #expect(problem?.code == .protocolViolation)
    }

    @Test func `a port that does not fit the encryption is told`() async throws {
        let plain = try ScriptedServer()
        let problem = await failure(connector(plain.port, .ssl))
        #expect(problem?.code == .encryptionNotOffered)
        #expect(problem?.help == "port \(plain.port) may begin in clear text: set encryption: tls")
    }
}
