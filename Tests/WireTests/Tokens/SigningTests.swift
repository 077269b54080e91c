import Attributes
import Diagnostics
import Peers
import Testing

@testable import Wire

@Suite struct SigningTests {
    private let folder = TemporaryFolder()

    private func key(_ arguments: [String]) async throws -> Secret {
        Secret(try await Tool.require("openssl", ["genpkey", "-quiet"] + arguments))
    }

    private func decode(_ part: Substring) throws -> [UInt8] {
        var text = part.replacing("-", with: "+").replacing("_", with: "/")
        while text.count % 4 != 0 { text += "=" }
        return try Base64.decode(String(text), atMost: 10_000)
    }

    @Test func `OpenSSL's own tool finds the signature right, and the claims are what a server wants`() async throws {
        let key = try await key(["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
        let account = Wire.ServiceAccount(
            issuer: "robot@example.test", key: key, keyID: "k1", subject: "desk@example.com")
        let now = Instant(seconds: 1_800_000_000)
        let assertion = try account.assertion(scopes: ["a", "b"], for: "https://example.com/token", at: now).reveal()
        let parts = assertion.split(separator: ".", omittingEmptySubsequences: false)
        #expect(parts.count == 3)
        #expect(String(decoding: try decode(parts[0]), as: UTF8.self) == #"{"alg":"RS256","typ":"JWT","kid":"k1"}"#)
        #expect(
            String(decoding: try decode(parts[1]), as: UTF8.self)
                == #"{"iss":"robot@example.test","aud":"https://example.com/token","iat":1799999970,"exp":1800003570,"sub":"desk@example.com","scope":"a b"}"#
        )
        folder.write("key.pem", key.reveal())
        try await Tool.require(
            "openssl", ["pkey", "-in", "key.pem", "-pubout", "-out", "public.pem"], folder: folder.path)
        let encoded = Base64.encode(try decode(parts[2]))
        folder.write("signature.txt", encoded + "\n")
        try await Tool.require(
            "openssl", ["base64", "-d", "-A", "-in", "signature.txt", "-out", "signature"], folder: folder.path)
        let verdict = try await Tool.require(
            "openssl", ["dgst", "-sha256", "-verify", "public.pem", "-signature", "signature"],
            input: Array("\(parts[0]).\(parts[1])".utf8), folder: folder.path)
        #expect(verdict == "Verified OK\n")
    }

    @Test func `a key that can't sign is told apart`() async throws {
        let curve = try await key(["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"])
        let locked = try await key(["-algorithm", "RSA", "-aes256", "-pass", "pass:hidden"])
        let cases = [
            (curve, "is not an RSA key"), (locked, "is not a private key in PEM without a pass phrase"),
            (Secret(""), "is not a private key in PEM without a pass phrase"),
            (
                Secret("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
                "is not a private key in PEM without a pass phrase"
            ),
        ]
        for (key, words) in cases {
            do throws(WireError) {
                _ = try Wire.ServiceAccount(issuer: "x", key: key).assertion(
                    scopes: [], for: "https://a/", at: Instant(seconds: 0))
                Issue.record("it signed")
            } catch {
                #expect(error.kind == .tokenRefused)
                #expect(error.detail == "the service account's key \(words)")
            }
        }
    }

    @Test func `where the clocks differ, the server's counts`() async throws {
        let key = try await key(["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
        let clock = TestClock()
        let stub = try HTTPStub { number, _ in
            number == 0
                ? .ok(
                    #"{"error":"invalid_grant"}"#, status: "400 Bad Request",
                    headers: "Date: Fri, 15 Jan 2027 09:00:00 GMT\r\n")
                : .ok(#"{"access_token":"token","expires_in":3600}"#)
        }
        let settings = OAuth2Settings(
            connection: "google", grant: .serviceAccount(Wire.ServiceAccount(issuer: "x", key: key)), tokenURL: stub.url
        )
        let tokens = OAuth2Tokens(settings, store: { nil }, clock: { clock.now })
        #expect(try await tokens.token().reveal() == "token")
        let claims = try stub.requests.map { request -> String in
            let assertion = try #require(request.split(separator: "assertion=").last)
            return String(decoding: try decode(assertion.split(separator: ".")[1]), as: UTF8.self)
        }
        #expect(claims.count == 2)
        #expect(claims.first?.contains("\"iat\":1799999970,") == true)
        #expect(claims.last?.contains("\"iat\":1800003570,") == true)
    }

    @Test func `what tells settings apart is a digest that cuts at no other place`() {
        #expect(SHA256Digest.hexadecimal([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(SHA256Digest.hexadecimal(["ab", "c"]) != SHA256Digest.hexadecimal(["a", "bc"]))
    }
}
