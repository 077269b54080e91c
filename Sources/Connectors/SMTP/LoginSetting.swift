internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: basic, username: robot, password: "${env:SMTP_PASSWORD}"}`.
enum LoginSetting: SettingValue {
    case none
    case basic(Login)

    private enum Way: String, ChoiceSetting {
        case none
        case basic

        static var noun: String { "a way to log in" }
    }

    private static let type = Field<Way>("type", "none or basic", default: .basic, shown: "basic")
    private static let username = Field<String?>("username", "Who logs in", default: nil)
    private static let password = Field<Secret?>(
        "password", "The password, as ${env:NAME} or ${file:path}", default: nil)
    private static let mechanism = Field<String?>(
        "mechanism", "The one SASL mechanism to use, such as PLAIN or LOGIN", default: nil,
        shown: "the best that is offered")
    private static let shape = Shape("auth", [type, username, password, mechanism])

    static var form: Form { .group(shape) }

    var login: Login? {
        if case .basic(let login) = self { login } else { nil }
    }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        guard reading[type] == .basic else { return LoginSetting.none }
        guard let name = reading[username], let secret = reading[password], !name.isEmpty else {
            return reader.report(
                node, .missingKey, "a log-in needs 'username' and 'password'",
                help: "write {type: basic, username: robot, password: \"${env:SMTP_PASSWORD}\"}")
        }
        return .basic(Login(username: name, password: secret, mechanism: reading[mechanism]))
    }
}
