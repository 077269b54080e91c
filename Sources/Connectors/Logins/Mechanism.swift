internal import Diagnostics
internal import Settings

/// `mechanism:` of a basic login: the one SASL mechanism that may be used.
enum Mechanism: String, CaseIterable, SettingValue {
    case plain = "PLAIN"
    case login = "LOGIN"
    case cramMD5 = "CRAM-MD5"
    case digestMD5 = "DIGEST-MD5"
    /// The certificate of `tls:` is the proof.
    case external = "EXTERNAL"

    static var form: Form { .choice(allCases.map(\.rawValue)) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        let words = allCases.map(\.rawValue)
        let list = words.joined(separator: ", ")
        guard let text = reader.plainText(node, expected: "one of \(list)") else { return nil }
        if let mechanism = Self(rawValue: text) { return mechanism }
        let help =
            switch text.uppercased() {
            case "NTLM", "GSSAPI", "GSS-SPNEGO", "KERBEROS": "write {type: windows, …}: NTLM and Kerberos are its own"
            case "XOAUTH2", "OAUTHBEARER": "write {type: oauth2, …}: tokens are its own"
            case let name where name.hasPrefix("SCRAM-"): "libcurl does not speak it; write one of: \(list)"
            default: Suggestion.help(for: text, among: words) ?? "write one of: \(list)"
            }
        return reader.report(
            node, .unknownValue, "'\(node.written)' is not a mechanism of a basic login", help: help)
    }
}
