import Peers
import Testing

@Suite struct `Each fault of TLS has its own words` {
    private static let chain = "SSL certificate problem: "

    @Test(arguments: [
        (
            Listener.expired, "ca: CA", "has expired (\(chain)certificate has expired)",
            "ask the server's operator for a new certificate, or check this machine's clock"
        ),
        (
            .notYetValid, "ca: CA", "is not valid yet (\(chain)certificate is not yet valid)",
            "check this machine's clock"
        ),
        (
            .otherHost, "ca: CA",
            """
            is for another name than mail.example.com (SSL: no alternative certificate subject name matches target host name \
            'mail.example.com')
            """, "use the name that stands in the certificate as host:"
        ),
        (
            .selfSigned, "ca: CA", "is signed by itself (\(chain)self-signed certificate)",
            "name a file with it in tls: {ca: …} if it is the right one"
        ),
        (
            .stranger, "ca: CA",
            """
            is signed by 'An authority that nobody knows', which is not known here and which the server does not send \
            (\(chain)unable to get local issuer certificate)
            """,
            "the server's operator has to send the whole chain; or name a file with that issuer in tls: {ca: …}"
        ),
        (
            .incomplete, "ca: CA",
            """
            is signed by 'The authority between', which is not known here and which the server does not send \
            (\(chain)unable to get local issuer certificate)
            """,
            "the server's operator has to send the whole chain; or name a file with that issuer in tls: {ca: …}"
        ),
        (
            .between, "verify: true",
            """
            is signed by 'The tests' authority', whom this machine does not trust (\(chain)unable to get local issuer \
            certificate)
            """, "name a file with its issuer in tls: {ca: …}"
        ),
        (
            .revoked, "ca: CA, crl: CRL", "was revoked (\(chain)certificate revoked)",
            "ask the server's operator for a new certificate"
        ),
        (
            .between, "ca: CA, crl: CRL",
            "can't be looked up: tls: {crl: …} has no list of its issuer (\(chain)unable to get certificate CRL)",
            "add the list of each issuer to the file of crl:"
        ),
    ])
    func `a certificate that proves nothing`(door: Listener, tls: String, words: String, help: String) async throws {
        let office = try await PostOffice.shared
        let attempt = try await Self.attempt(office, door, tls)
        let row = Self.row(door, tls)
        let result = if let row { try await attempt.noted(row) } else { try await attempt.result() }
        #expect(result.status == 75)
        #expect(
            result.says
                == Attempt.error("certificate-refused", "the certificate of mail.example.com:587 \(words)", help))
    }

    @Test func `a version that the server lacks, and one that nobody should have`() async throws {
        let office = try await PostOffice.shared
        let result = try await Self.attempt(office, .oldTLS, "ca: CA, minimum: 1.3").result()
        #expect(result.status == 75)
        #expect(
            result.says.hasPrefix(
                "error[encryption-not-offered]: mail.example.com:587 has no version of TLS from 1.3 on: "),
            "\(result.says)")
        #expect(
            result.says.hasSuffix("help: ask the server's operator for TLS 1.3, or set tls: {minimum: 1.2}"),
            "\(result.says)")
        let server = try await AlertingServer.start(
            office.authority, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
        let old = try await Attempt(
            section: .tls, server: server.version,
            settings: """
                host: localhost
                port: \(server.port)
                encryption: ssl
                tls: {ca: \(office.authority.certificate)}
                """
        ).result()
        await server.stop()
        #expect(old.status == 75)
        #expect(
            old.says.hasPrefix(
                "error[encryption-not-offered]: mail.example.com:587 has no version of TLS from 1.2 on: "),
            "\(old.says)")
        #expect(
            old.says.hasSuffix("help: older versions are not safe: ask the server's operator for TLS 1.2 or 1.3"))
    }

    @Test func `a certificate of ours that is wanted, wrong, or right`() async throws {
        let office = try await PostOffice.shared
        let authority = office.authority
        func attempt(_ tls: String) async throws -> Attempt {
            try await Self.attempt(office, .mutual, tls, encryption: "ssl")
        }
        let none = try await attempt("ca: CA").result()
        #expect(none.status == 75)
        #expect(
            none.says
                == Attempt.error(
                    "not-now",
                    """
                    mail.example.com:587 does not talk with this machine: 421 4.7.1 mail.example.com Error: No client \
                    certificate presented
                    """,
                    "wait and try again; if it stays so, the server's rules keep this machine out: ask its operator"))
        let strict = try await AlertingServer.start(
            authority, "-Verify", "1", "-verify_return_error", "-CAfile", authority.certificate)
        func asked(_ tls: String) -> Attempt {
            Attempt(
                section: .tls, server: strict.version,
                settings: """
                    host: localhost
                    port: \(strict.port)
                    encryption: ssl
                    tls: {ca: \(authority.certificate)\(tls)}
                    """)
        }
        let unasked = try await asked("").noted("no certificate of ours for a server that wants one in TLS")
        #expect(unasked.status == 77)
        #expect(
            unasked.says.hasPrefix("error[authentication-refused]: mail.example.com:587 wants a certificate of ours: "),
            "\(unasked.says)")
        #expect(unasked.says.hasSuffix("help: name it in tls: {certificate: …, key: …}"))
        let wrong = try await asked(
            ", certificate: \(authority.certificate(.stranger)), key: \(authority.key(.stranger))"
        ).noted("a certificate of ours that the server does not know")
        #expect(wrong.status == 77)
        #expect(
            wrong.says.hasPrefix(
                "error[authentication-refused]: mail.example.com:587 does not take our certificate: "), "\(wrong.says)")
        await strict.stop()
        let crossed = try await attempt(
            "ca: CA, certificate: \(authority.certificate(.client)), key: \(authority.key(.good))"
        ).noted("a key that does not fit its certificate")
        #expect(crossed.status == 78)
        #expect(
            crossed.says
                == Attempt.error(
                    "settings-wrong",
                    """
                    the connection to mail.example.com:587 can't be set up: the key …/good.key does not fit the certificate \
                    …/client.pem, or one of them is damaged
                    """, "check that file, and who may read it; 'router check' shows where it is named"))
        let right = try await attempt(
            "ca: CA, certificate: \(authority.certificate(.client)), key: \(authority.key(.client)), minimum: 1.3"
        ).noted("a certificate of ours, with TLS 1.3 at least")
        #expect(right.status == 0, "\(right.says)")
    }

    @Test func `a man in the middle who takes STARTTLS away hears neither login nor letter`() async throws {
        let office = try await PostOffice.shared
        let relay = try await StrippingRelay.start(before: office.postfix.port(.authenticating))
        let result = try await Attempt(
            section: .tls, server: try await Postfix.version,
            settings: """
                host: localhost
                port: \(relay.port)
                auth: {username: robot, password: "${env:P}"}
                tls: {ca: \(office.authority.certificate)}
                """, environment: ["P": "hunter22"]
        ).result()
        let heard = relay.heard
        await relay.stop()
        #expect(result.status == 75)
        #expect(
            result.says
                == Attempt.error(
                    "encryption-not-offered", "mail.example.com:587 does not encrypt: STARTTLS not supported.",
                    "ask the server's operator; only encryption: none sends in clear text, readable on the way"))
        #expect(heard.count == 1 && heard.allSatisfy { $0.hasPrefix("EHLO ") }, "\(heard)")
    }

    /// What the document has no other row of.
    private static func row(_ door: Listener, _ tls: String) -> String? {
        guard door == .between else { return nil }
        return tls.contains("crl")
            ? "a list of revoked certificates that lacks one of the issuers"
            : "a whole chain up to an authority that the machine does not know"
    }

    private static func attempt(
        _ office: PostOffice, _ door: Listener, _ tls: String, encryption: String = "tls"
    ) async throws -> Attempt {
        let tls = tls.replacing("CRL", with: office.authority.revocations)
            .replacing("CA", with: office.authority.certificate)
        return Attempt(
            section: .tls, server: try await Postfix.version,
            settings: "host: localhost\nport: \(office.postfix.port(door))\nencryption: \(encryption)\ntls: {\(tls)}")
    }
}
