internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

/// `tls: {ca, crl, certificate, key, verify, minimum}`.
struct TLSSetting: SettingValue {
    var ca: String?
    var crl: String?
    var certificate: String?
    var key: String?
    var verify = true
    var minimum = MinimumVersion.v1_2

    enum MinimumVersion: String, ChoiceSetting {
        case v1_2 = "1.2"
        case v1_3 = "1.3"

        static var noun: String { "a TLS version that is safe" }
    }

    private static let caField = Field<String?>("ca", "A PEM file with the authorities to trust", default: nil)
    private static let crlField = Field<String?>(
        "crl", "A PEM file with lists of revoked certificates, one of each authority", default: nil)
    private static let certificateField = Field<String?>(
        "certificate", "A PEM file with our own certificate", default: nil)
    private static let keyField = Field<String?>("key", "A PEM file with its key", default: nil)
    private static let verifyField = Field<Bool>(
        "verify", "Whether the server has to prove who it is", default: true, shown: "true")
    private static let minimumField = Field<MinimumVersion>("minimum", "1.2 or 1.3", default: .v1_2, shown: "1.2")
    private static let shape = Shape(
        "tls", [caField, crlField, certificateField, keyField, verifyField, minimumField])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        if !reading[verifyField] {
            reader.findings.report(
                Diagnostic(
                    .warning, .unverifiedServer, at: reading.span(of: verifyField), in: node.source,
                    "anyone on the way can read and change the letters, and the password",
                    help: "give the server's own authority as 'ca:' instead"))
        }
        return Self(
            ca: reading[caField], crl: reading[crlField], certificate: reading[certificateField],
            key: reading[keyField], verify: reading[verifyField], minimum: reading[minimumField])
    }

    func settings(in surroundings: Surroundings) -> TLSSettings {
        TLSSettings(
            ca: ca.map(surroundings.path), crl: crl.map(surroundings.path),
            certificate: certificate.map(surroundings.path), key: key.map(surroundings.path), verify: verify,
            minimum: minimum == .v1_3 ? .v1_3 : .v1_2)
    }

    /// Reports the files that are no good, each where it is named.
    func checkFiles(_ node: Node, in surroundings: Surroundings, _ findings: inout Findings) {
        for flaw in settings(in: surroundings).flaws {
            guard let place = node[flaw.key.rawValue] else { continue }
            findings.report(
                Diagnostic(
                    .error, .badFile, at: place.span, in: node.source,
                    "the file '\(place.written)' \(flaw.problem.words)", help: flaw.problem.help))
        }
    }
}

extension Diagnostic.Code {
    static let unverifiedServer = Self(rawValue: "unverified-server")
    static let badFile = Self(rawValue: "bad-file")
}
