import Attributes
import Peers
import Testing

@Suite struct TLSTests {
    @Test func `a server with a certificate speaks TLS, and nothing else`() async throws {
        let authority = try await TestAuthority.make()
        let served = try await Served.start([
            "router.yaml": """
            timezone: UTC
            server: {tls: {certificate: \(authority.chain(.good)), key: \(authority.key(.good))}}
            """
        ])
        let url = "https://localhost:\(served.port)"
        let outcome = try await served.call(
            ["--cacert", authority.certificate, "--resolve", "localhost:\(served.port):127.0.0.1", "\(url)/v1/routes"],
            token: served.token)
        #expect(outcome.status == 200)
        let old = try await Tool.outcome(
            "curl", ["-sS", "--cacert", authority.certificate, "--tls-max", "1.1", "\(url)/healthz"])
        #expect(!old.succeeded)
        let plain = try await Tool.outcome("curl", ["-sS", "http://127.0.0.1:\(served.port)/healthz"])
        #expect(!plain.succeeded)
        #expect(served.events("listening").first?["url"]?.text?.hasPrefix("https://") == true)
        await served.stop()
        await authority.stop()
    }
}
