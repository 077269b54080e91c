internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: basic, …}`: a name and a password.
struct BasicLogin: Sendable {
    var login: Login

    private static let username = Field<String?>("username", "Who logs in", default: nil)
    private static let password = Field<Secret?>(
        "password", "The password, as ${env:NAME} or ${file:path}", default: nil)
    private static let mechanism = Field<String?>(
        "mechanism", "The one SASL mechanism to use, such as PLAIN or LOGIN", default: nil,
        shown: "the best that is offered")

    static let shape = Shape("auth", [LoginSetting.type, username, password, mechanism])

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        guard let name = reading[username], let secret = reading[password], !name.isEmpty else {
            return reader.report(
                node, .missingKey, "a log-in needs 'username' and 'password'",
                help: "write {type: basic, username: robot, password: \"${env:SMTP_PASSWORD}\"}")
        }
        return Self(login: Login(username: name, password: secret, mechanism: reading[mechanism]))
    }
}
