internal import Attributes

extension TLSSettings {
    /// The keys that name files.
    package enum FileKey: String, Sendable, CaseIterable {
        case ca
        case crl
        case certificate
        case key
    }

    /// A file that is no good: what libcurl says of one is less.
    package struct FileFlaw: Hashable, Sendable {
        package var key: FileKey
        package var path: String
        package var problem: FileProblem
    }

    /// No file of certificates has more bytes.
    package static let fileLimit = 16 << 20

    /// All files that are no good.
    package var flaws: [FileFlaw] {
        FileKey.allCases.compactMap { key in
            guard let path = path(of: key) else { return nil }
            return problem(key, path).map { FileFlaw(key: key, path: path, problem: $0) }
        }
    }

    func checkFiles() throws(WireError) {
        guard let flaw = flaws.first else { return }
        throw WireError(
            .file, "the file \(PlainText.printable(flaw.path)) of '\(flaw.key.rawValue)' \(flaw.problem.words)")
    }

    private func path(of key: FileKey) -> String? {
        switch key {
        case .ca: ca
        case .crl: crl
        case .certificate: certificate
        case .key: self.key
        }
    }

    private func problem(_ key: FileKey, _ path: String) -> FileProblem? {
        if let problem = FileProblem(at: path) { return problem }
        guard let bytes = FileReading.bytes(of: path, atMost: Self.fileLimit) else {
            return FileProblem("has more than \(Self.fileLimit) bytes", help: "name a smaller file")
        }
        let labels = Self.labels(bytes)
        guard !labels.isEmpty else {
            return FileProblem(
                "is no PEM file", help: "a PEM file has lines such as -----BEGIN CERTIFICATE-----; 'openssl' makes them"
            )
        }
        let hasKey = labels.contains { $0.hasSuffix("PRIVATE KEY") }
        switch key {
        case .ca where !labels.contains { $0.hasSuffix("CERTIFICATE") }:
            return FileProblem("holds no certificate", help: "name a PEM file with the authority's certificate")
        case .crl where !labels.contains("X509 CRL"):
            return FileProblem("holds no list of revoked certificates", help: "name a PEM file with an X509 CRL")
        case .certificate where !labels.contains { $0.hasSuffix("CERTIFICATE") }:
            return FileProblem("holds no certificate", help: "name a PEM file with our own certificate")
        case .certificate where self.key == nil && !hasKey:
            return FileProblem("holds no key", help: "name the certificate's key: tls: {certificate: …, key: …}")
        case .certificate where self.key == nil && Self.isEncrypted(bytes, labels): return Self.encrypted
        case .key where !hasKey:
            return FileProblem("holds no private key", help: "name the PEM file with the certificate's key")
        case .key where Self.isEncrypted(bytes, labels): return Self.encrypted
        case .key where certificate == nil:
            return FileProblem(
                "belongs to no certificate", help: "name the key's certificate too: tls: {certificate: …, key: …}")
        default: return nil
        }
    }

    private static let encrypted = FileProblem(
        "is encrypted",
        help: "take the passphrase off ('openssl pkey -in key.pem -out plain.pem'), and let nobody else read it")

    private static func isEncrypted(_ bytes: [UInt8], _ labels: [String]) -> Bool {
        labels.contains("ENCRYPTED PRIVATE KEY") || bytes.firstRange(of: Array("Proc-Type: 4,ENCRYPTED".utf8)) != nil
    }

    /// What PEM says it holds: the words behind `-----BEGIN`, at the starts of lines (RFC 7468 section 2).
    private static func labels(_ bytes: [UInt8]) -> [String] {
        let begin = Array("-----BEGIN ".utf8)
        return bytes.split { $0 == 0x0A || $0 == 0x0D }.compactMap { line in
            guard line.starts(with: begin), line.count > begin.count + 5 else { return nil }
            let rest = String(decoding: line.dropFirst(begin.count), as: UTF8.self)
            guard let end = rest.firstRange(of: "-----") else { return nil }
            return String(rest[..<end.lowerBound])
        }
    }
}
