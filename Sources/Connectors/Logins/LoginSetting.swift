internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: basic, username: robot, password: "${env:SMTP_PASSWORD}"}`: each type has keys of its own.
enum LoginSetting: SettingValue {
    case none
    case basic(BasicLogin)
    case oauth2(OAuth2Login)

    /// `type:`.
    enum Way: String, ChoiceSetting {
        case none
        case basic
        case oauth2

        static var noun: String { "a way to log in" }
    }

    static let type = Field<Way>("type", "none, basic or oauth2", default: .basic, shown: "basic")
    private static let nobody = Shape("auth of type none", [type])

    static var form: Form { .oneOf([.group(BasicLogin.shape), .group(OAuth2Keys.shape), .group(nobody)]) }

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
        case .oauth2: return OAuth2Reading.read(node, &reader).map(Self.oauth2)
        }
    }

    /// Who logs in; `nil` for nobody.
    var username: String? {
        switch self {
        case .none: nil
        case .basic(let basic): basic.login.username
        case .oauth2(let login): login.username
        }
    }

    /// Where the connection's logins come from; its proxy is the way to whoever gives out tokens too.
    func credentials(in surroundings: Surroundings, proxy: String?) -> Credentials {
        switch self {
        case .none: .none
        case .basic(let basic): .fixed(basic.login)
        case .oauth2(let login): login.credentials(in: surroundings, proxy: proxy)
        }
    }
}
