import Peers
import Testing

@Suite struct `Tried for the document: TLS` {
    private static func postfix(_ what: String, _ door: Listener, _ settings: String) async throws -> Program.Outcome {
        try await Trial(
            .tls, what, server: try await Postfix.version, port: try await PostOffice.shared.postfix.port(door),
            settings
        ).run()
    }

    @Test(arguments: [
        (Listener.plain, "a good certificate", 0),
        (.between, "a certificate through an authority between", 0),
        (.expired, "an expired certificate", 75),
        (.notYetValid, "a certificate that is not valid yet", 75),
        (.otherHost, "a certificate for another host", 75),
        (.selfSigned, "a self-signed certificate", 75),
        (.stranger, "a certificate of another authority than ca:", 75),
        (.incomplete, "a chain that lacks the authority between", 75),
        (.bare, "no STARTTLS on offer", 75),
    ])
    func `a server that proves who it is, or does not`(door: Listener, what: String, exit: Int) async throws {
        let outcome = try await Self.postfix(what, door, "encryption: tls\ntls: {ca: CA}\n")
        #expect(outcome.status == exit, "\(outcome.told)")
    }

    @Test func `an authority that this machine does not know`() async throws {
        let outcome = try await Self.postfix("an authority that the machine does not know", .plain, "encryption: tls\n")
        #expect(outcome.status == 75 && outcome.stderr.hasPrefix("error[certificate-refused]"), "\(outcome.told)")
    }

    @Test func `verify: false takes any certificate`() async throws {
        let outcome = try await Self.postfix(
            "an expired certificate with verify: false", .expired, "encryption: tls\ntls: {verify: false}\n")
        #expect(outcome.status == 0, "\(outcome.told)")
    }

    @Test(arguments: [
        (Listener.plain, "a good certificate, with a list of revoked ones", 0),
        (.revoked, "a revoked certificate, with the list that names it", 75),
    ])
    func `a list of revoked certificates`(door: Listener, what: String, exit: Int) async throws {
        let list = try await PostOffice.shared.authority.revocations
        let outcome = try await Self.postfix(what, door, "encryption: tls\ntls: {ca: CA, crl: \(list)}\n")
        #expect(outcome.status == exit, "\(outcome.told)")
    }

    @Test func `TLS that is too old`() async throws {
        let newest = try await Self.postfix(
            "a server of TLS 1.2 with minimum: 1.3", .oldTLS, "encryption: tls\ntls: {ca: CA, minimum: 1.3}\n")
        #expect(newest.status == 75, "\(newest.told)")
        let old = try await Self.postfix("a server of TLS 1.1", .oldestTLS, "encryption: tls\ntls: {ca: CA}\n")
        #expect(old.status == 75, "\(old.told)")
    }

    @Test func `encryption of the other kind`() async throws {
        let late = try await Self.postfix("encryption: ssl at a port of STARTTLS", .plain, "encryption: ssl\n")
        #expect(late.status == 75, "\(late.told)")
        let early = try await Self.postfix(
            "encryption: tls at a port of TLS from the first byte", .secure, "encryption: tls\ntimeout: 2s\n")
        #expect(early.status == 75, "\(early.told)")
    }

    @Test func `a man in the middle takes STARTTLS away`() async throws {
        let relay = try await StrippingRelay.start(before: try await PostOffice.shared.postfix.port(.authenticating))
        let trial = Trial(
            .tls, "STARTTLS taken away by a man in the middle", server: try await Postfix.version, port: relay.port,
            Desk.login)
        let outcome = try await trial.run()
        #expect(outcome.status == 75 && outcome.stderr.hasPrefix("error[encryption-not-offered]"), "\(outcome.told)")
        // Neither name nor password was said where he could hear it.
        #expect(relay.heard.allSatisfy { $0.hasPrefix("EHLO ") || $0 == "QUIT" }, "\(relay.heard)")
        await relay.stop()
    }
}
