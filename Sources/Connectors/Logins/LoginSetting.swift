internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: basic, username: robot, password: "${env:SMTP_PASSWORD}"}`: each type has keys of its own.
enum LoginSetting: SettingValue {
    case none
    case basic(BasicLogin)

    /// `type:`.
    enum Way: String, ChoiceSetting {
        case none
        case basic

        static var noun: String { "a way to log in" }
    }

    static let type = Field<Way>("type", "none or basic", default: .basic, shown: "basic")
    private static let nobody = Shape("auth of type none", [type])

    static var form: Form { .oneOf([.group(BasicLogin.shape), .group(nobody)]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        var way = Way.basic
        if let place = node["type"], !place.isNothing {
            guard let read = Way.read(place, &reader) else { return nil }
            way = read
        }
        switch way {
        case .none:
            guard let reading = nobody.read(node, &reader), reading.isWhole else { return nil }
            return LoginSetting.none
        case .basic: return BasicLogin.read(node, &reader).map(Self.basic)
        }
    }

    var credentials: Credentials {
        switch self {
        case .none: .none
        case .basic(let basic): .fixed(basic.login)
        }
    }
}
