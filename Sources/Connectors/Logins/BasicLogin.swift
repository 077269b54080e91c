internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: basic, …}`: a name and a password, or the certificate of `tls:`.
struct BasicLogin: Sendable {
    var login: Login

    private static let username = Field<String?>("username", "Who logs in", default: nil)
    private static let password = Field<Secret?>(
        "password", "The password, as ${env:NAME} or ${file:path}", default: nil)
    private static let mechanism = Field<Mechanism?>(
        "mechanism",
        "The one SASL mechanism to use: PLAIN, LOGIN, CRAM-MD5, DIGEST-MD5, or EXTERNAL (the certificate of tls:)",
        default: nil, shown: "the best that is offered")

    static let shape = Shape("auth", [LoginSetting.type, username, password, mechanism])

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        let name = reading[username] ?? ""
        if reading[mechanism] == .external {
            guard reading[password] == nil else {
                return reader.report(
                    reading.node(of: password) ?? node, .keysTogether,
                    "EXTERNAL logs in with the certificate of 'tls:', and a password has no part in it",
                    help: "delete 'password', or 'mechanism'")
            }
            return Self(login: Login(username: name, proof: .certificate))
        }
        guard let secret = reading[password], !name.isEmpty else {
            return reader.report(
                node, .missingKey, "a log-in needs 'username' and 'password'",
                help: "write {type: basic, username: robot, password: \"${env:SMTP_PASSWORD}\"}")
        }
        return Self(login: Login(username: name, password: secret, mechanism: reading[mechanism]?.rawValue))
    }
}

extension Diagnostic.Code {
    static let keysTogether = Self(rawValue: "keys-together")
}
