internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

/// `auth: {type: basic, username: robot, password: "${env:SMTP_PASSWORD}"}`: each type has keys of its own.
enum LoginSetting: SettingValue {
    case none
    case basic(BasicLogin)
    case oauth2(OAuth2Login)
    case windows(WindowsLogin)

    /// `type:`.
    enum Way: String, ChoiceSetting {
        case none
        case basic
        case oauth2
        case windows

        static var noun: String { "a way to log in" }
    }

    static let type = Field<Way>("type", "none, basic, windows or oauth2", default: .basic, shown: "basic")
    private static let nobody = Shape("auth of type none", [type])

    static var form: Form {
        .oneOf([.group(BasicLogin.shape), .group(WindowsLogin.shape), .group(OAuth2Keys.shape), .group(nobody)])
    }

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
        case .windows: return WindowsLogin.read(node, &reader).map(Self.windows)
        case .oauth2: return OAuth2Reading.read(node, &reader).map(Self.oauth2)
        }
    }

    /// Where the connection's logins come from; its proxy is the way to whoever gives out tokens too.
    func credentials(
        in surroundings: Surroundings, proxy: Proxy? = nil, for service: LineService = .smtp, mailbox: String? = nil
    ) -> Credentials {
        switch self {
        case .none: .none
        case .basic(let basic): .fixed(basic.login)
        case .windows(let windows): .fixed(windows.login(surroundings.path))
        case .oauth2(let login): login.credentials(in: surroundings, proxy: proxy, for: service, mailbox: mailbox)
        }
    }

    /// Whether something goes over the line that others could use.
    var showsSecret: Bool {
        switch self {
        case .none: false
        case .basic(let basic): basic.login.proof != .certificate
        case .windows, .oauth2: true
        }
    }

    /// A file that is needed, and the key that names it.
    var file: (key: String, path: String)? {
        guard case .windows(let windows) = self, let keytab = windows.keytab else { return nil }
        return ("keytab", keytab)
    }
}
