/// Whom to trust, and who we are, in TLS.
package struct TLSSettings: Hashable, Sendable {
    package enum Version: String, Sendable, CaseIterable {
        case v1_2 = "1.2"
        case v1_3 = "1.3"
    }

    /// A PEM file with the only issuers that are trusted; `nil` for the system's.
    package var ca: String?
    /// A PEM file with lists of certificates that were revoked; one of each issuer is needed then.
    package var crl: String?
    /// A PEM file with our own certificate.
    package var certificate: String?
    /// A PEM file with its key; `nil` when it stands in the certificate's file.
    package var key: String?
    /// Whether the server has to prove who it is.
    package var verify: Bool
    package var minimum: Version

    package init(
        ca: String? = nil, crl: String? = nil, certificate: String? = nil, key: String? = nil, verify: Bool = true,
        minimum: Version = .v1_2
    ) {
        self.ca = ca
        self.crl = crl
        self.certificate = certificate
        self.key = key
        self.verify = verify
        self.minimum = minimum
    }
}
