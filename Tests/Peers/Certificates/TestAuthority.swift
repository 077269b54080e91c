/// A certificate authority of the tests' own, and certificates of every sort that a server may show.
///
/// Made anew with the `openssl` command for each run; nothing secret is ever kept in the repository.
package struct TestAuthority: Sendable {
    /// The kinds of certificates, each with its key in one file: `certificate(.good)`.
    package enum Kind: String, CaseIterable, Sendable {
        /// For `localhost` and 127.0.0.1, valid, signed by the authority.
        case good
        /// As `good`, but it ended on 1 January 2021.
        case expired
        /// As `good`, but it begins on 1 January 2098.
        case notYetValid
        /// As `good`, but the authority took it back: see ``TestAuthority/revocations``.
        case revoked
        /// Valid and signed, but for `elsewhere.example.test`.
        case otherHost
        /// For `localhost`, valid, but signed by nobody but itself.
        case selfSigned
        /// As `good`, but signed by an authority that nobody knows.
        case stranger
        /// As `good`, but signed by an authority between, whose certificate stands in the chain file.
        case between
        /// As `between`, but the chain file lacks the certificate of the authority between.
        case incomplete
        /// For a client that shows who it is: `robot@example.test`.
        case client

        var subject: String {
            switch self {
            case .otherHost: "/CN=elsewhere.example.test"
            case .client: "/CN=robot@example.test"
            default: "/CN=localhost"
            }
        }

        var alternativeNames: String {
            switch self {
            case .otherHost: "DNS:elsewhere.example.test"
            case .client: "email:robot@example.test"
            default: "DNS:localhost,IP:127.0.0.1"
            }
        }

        var start: String { self == .notYetValid ? "20980101000000Z" : "20200101000000Z" }

        var end: String { self == .expired ? "20210101000000Z" : "20991231000000Z" }
    }

    private let guardian: Guardian

    /// The folder with all the files; it goes when the last copy of this value does.
    package var folder: String { guardian.folder }

    /// The authority's own certificate (PEM), for a client's `tls: {ca: …}`.
    package var certificate: String { "\(folder)/ca.pem" }

    /// The authority's list of revoked certificates (PEM), which names that of ``Kind/revoked``.
    package var revocations: String { "\(folder)/ca.crl" }

    /// The private key, then the certificate, in one PEM file: the form that Postfix's chain files have.
    package func chain(_ kind: Kind) -> String { "\(folder)/\(kind.rawValue).chain.pem" }

    /// The certificate of that kind (PEM).
    package func certificate(_ kind: Kind) -> String { "\(folder)/\(kind.rawValue).pem" }

    /// The private key of that kind (PEM, unencrypted).
    package func key(_ kind: Kind) -> String { "\(folder)/\(kind.rawValue).key" }

    /// Makes the authority and all its certificates; takes about a third of a second.
    package static func make() async throws -> TestAuthority {
        let authority = TestAuthority(guardian: try Guardian(of: Guardian.newFolder()))
        try await authority.found()
        for kind in Kind.allCases { try await authority.issue(kind) }
        try await authority.revoke()
        return authority
    }

    /// Removes all its files.
    package func stop() async { await guardian.stop() }

    private func openssl(_ arguments: String...) async throws {
        try await Tool.require("openssl", arguments, folder: folder)
    }

    private func found() async throws {
        try TextFile.write(
            """
            [ca]
            default_ca = authority
            [authority]
            database = index.txt
            new_certs_dir = .
            certificate = ca.pem
            private_key = ca.key
            default_md = sha256
            policy = policy
            default_crl_days = 30
            unique_subject = no
            rand_serial = yes
            [policy]
            commonName = supplied
            [req]
            distinguished_name = name
            x509_extensions = root
            [name]
            [root]
            basicConstraints = critical, CA:true
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash

            """, to: "\(folder)/openssl.cnf")
        try TextFile.write("", to: "\(folder)/index.txt")
        for (name, subject) in [("ca", "The tests' authority"), ("other", "An authority that nobody knows")] {
            try await newKey(name)
            try await openssl(
                "req", "-config", "openssl.cnf", "-x509", "-new", "-key", "\(name).key", "-days", "30", "-out",
                "\(name).pem", "-subj", "/CN=\(subject)")
        }
        try await newKey("middle")
        try await openssl(
            "req", "-config", "openssl.cnf", "-new", "-key", "middle.key", "-subj", "/CN=The authority between", "-out",
            "middle.csr")
        try await openssl(
            "x509", "-req", "-in", "middle.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-set_serial", "4711", "-days",
            "30", "-extfile", "openssl.cnf", "-extensions", "root", "-out", "middle.pem")
    }

    private func revoke() async throws {
        try await openssl("ca", "-config", "openssl.cnf", "-revoke", "revoked.pem")
        try await openssl("ca", "-config", "openssl.cnf", "-gencrl", "-out", "ca.crl")
    }

    private func newKey(_ name: String) async throws {
        try await openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "\(name).key")
    }

    private func issue(_ kind: Kind) async throws {
        let name = kind.rawValue
        try await newKey(name)
        try TextFile.write("subjectAltName = \(kind.alternativeNames)\n", to: "\(folder)/\(name).names")
        try await openssl(
            "req", "-config", "openssl.cnf", "-new", "-key", "\(name).key", "-subj", kind.subject, "-out",
            "\(name).csr")
        try await Tool.require("openssl", signing(kind), folder: folder)
        let more = kind == .between ? TextFile.read("\(folder)/middle.pem") : ""
        try TextFile.write(
            TextFile.read(key(kind)) + TextFile.read(certificate(kind)) + more, to: chain(kind), secret: true)
    }

    /// What makes a certificate of a request.
    private func signing(_ kind: Kind) -> [String] {
        let name = kind.rawValue
        let files = ["-in", "\(name).csr", "-out", "\(name).pem", "-extfile", "\(name).names"]
        let signer =
            switch kind {
            case .stranger: "other"
            case .between, .incomplete: "middle"
            default: "ca"
            }
        guard signer == "ca" else {
            return ["x509", "-req", "-CA", "\(signer).pem", "-CAkey", "\(signer).key", "-set_serial", "7"]
                + ["-days", "30"] + files
        }
        let itself = kind == .selfSigned ? ["-selfsign", "-keyfile", "\(name).key"] : []
        return ["ca", "-config", "openssl.cnf", "-batch", "-notext", "-startdate", kind.start, "-enddate", kind.end]
            + files + itself
    }
}
