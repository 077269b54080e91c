import Testing

@testable import Wire

@Suite struct TLSAlertTests {
    @Test(
        arguments: [
            (
                "OpenSSL/3.0: error:0A00042E:SSL routines::tlsv1 alert protocol version",
                WireError.EncryptionProblem.version
            ),
            ("error:0A000102:SSL routines::unsupported protocol", .version),
            ("error:0A00010B:SSL routines::wrong version number", .clearText),
            ("SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0", .certificateWanted),
            ("error:0A000418:SSL routines::tlsv1 alert unknown ca", .certificateRefused),
            ("error:0A000410:SSL routines::sslv3 alert handshake failure", nil), ("error:0A", nil),
            ("Connection reset by peer", nil),
        ] as [(String, WireError.EncryptionProblem?)])
    func `OpenSSL's code tells what is wrong, its words do not`(_ text: String, _ problem: WireError.EncryptionProblem?)
    {
        #expect(TLSAlert(in: text)?.problem == problem)
    }

    @Test(
        arguments: [
            (["Subject:CN = mx"], ["Issuer:CN = mx"], WireError.CertificateProblem.untrusted(issuer: "mx")),
            (["Subject:CN = mx"], ["Issuer:C = RU, O = Them, CN = Their CA"], .withoutIssuer("Their CA")),
            (["Subject:O = mx"], ["Issuer:O = Them"], .withoutIssuer("O = Them")), ([], [], .untrusted(issuer: nil)),
        ])
    func `who has signed a certificate is told`(
        _ subject: [String], _ issuer: [String], _ problem: WireError.CertificateProblem
    ) {
        #expect(Issuer.problem([subject + issuer]) == problem)
        if !issuer.isEmpty, case .withoutIssuer(let name) = problem {
            #expect(Issuer.problem([[], subject + issuer]) == .untrusted(issuer: name))
        }
    }
}
