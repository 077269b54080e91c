import Peers
import Testing

@Suite struct `Certificates are bad in one way each` {
    /// The `openssl` command, calling that door with STARTTLS.
    private static func call(_ door: Listener, _ more: String...) async throws -> Tool.Outcome {
        let office = try await PostOffice.shared
        return try await Tool.outcome(
            "openssl",
            [
                "s_client", "-connect", "localhost:\(office.postfix.port(door))", "-starttls", "smtp", "-CAfile",
                office.authority.certificate, "-verify_return_error", "-verify_hostname", "localhost",
            ] + more, input: Array("QUIT\r\n".utf8))
    }

    @Test(arguments: [
        (Listener.plain, "0 (ok)"), (.between, "0 (ok)"), (.expired, "10 (certificate has expired)"),
        (.notYetValid, "9 (certificate is not yet valid)"), (.otherHost, "62 (hostname mismatch)"),
        (.selfSigned, "18 (self-signed certificate)"), (.stranger, "20 (unable to get local issuer certificate)"),
        (.incomplete, "20 (unable to get local issuer certificate)"),
    ])
    func `openssl says the same of each`(door: Listener, verdict: String) async throws {
        let outcome = try await Self.call(door)
        #expect(outcome.text.contains("Verify return code: \(verdict)\n"), "\(outcome.text)\(outcome.errors)")
    }

    @Test func `the list names what was revoked, and nothing else`() async throws {
        let authority = try await PostOffice.shared.authority
        let list = ["-crl_check", "-CRL", authority.revocations]
        #expect(try await Self.call(.revoked).text.contains("Verify return code: 0 (ok)\n"))
        let revoked = try await Self.call(.revoked, list[0], list[1], list[2])
        #expect(revoked.text.contains("Verify return code: 23 (certificate revoked)\n"), "\(revoked.errors)")
        let good = try await Self.call(.plain, list[0], list[1], list[2])
        #expect(good.text.contains("Verify return code: 0 (ok)\n"), "\(good.errors)")
    }

    @Test func `one door speaks no newer TLS than 1_2`() async throws {
        #expect(try await Self.call(.oldTLS).text.contains("Protocol  : TLSv1.2\n"))
        #expect(try await !Self.call(.oldTLS, "-tls1_3").succeeded)
        #expect(try await Self.call(.plain, "-tls1_3").succeeded)
    }
}
