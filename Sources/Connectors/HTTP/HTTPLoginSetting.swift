internal import Connecting
internal import Diagnostics
internal import Settings
internal import Wire

/// `auth:` of an http connection; each type has keys of its own.
enum HTTPLoginSetting: SettingValue {
    case none
    case basic(Login)
    case windows(WindowsLogin)
    case oauth2(OAuth2Login)
    case bearer(Secret)
    /// A header with a secret, such as `X-API-Key`.
    case header(name: String, value: Secret)

    /// `type:`.
    enum Way: String, ChoiceSetting {
        case none
        case basic
        case windows
        case oauth2
        case bearer
        case header

        static var noun: String { "a way to log in" }
    }

    private static let type = Field<Way>(
        "type", "none, basic, windows, oauth2, bearer or header", default: .basic, shown: "basic")
    private static let username = Field<String>("username", "Who logs in")
    private static let password = Field<Secret>("password", "The password, as ${env:NAME} or ${file:path}")
    private static let token = Field<Secret>("token", "The token, as ${env:NAME} or ${file:path}")
    private static let name = Field<String>("name", "The header's name, such as X-API-Key")
    private static let value = Field<Secret>("value", "The header's secret value, as ${env:NAME} or ${file:path}")

    private static let nobody = Shape("auth of type none", [type])
    private static let basicShape = Shape("auth", [type, username, password])
    private static let bearerShape = Shape("auth of type bearer", [type, token])
    private static let headerShape = Shape("auth of type header", [type, name, value])

    static var form: Form {
        .oneOf([
            .group(basicShape), .group(WindowsLogin.shape), .group(OAuth2Keys.shape), .group(bearerShape),
            .group(headerShape), .group(nobody),
        ])
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
            return HTTPLoginSetting.none
        case .basic: return basic(node, &reader)
        case .windows: return WindowsLogin.read(node, &reader).map(Self.windows)
        case .oauth2: return OAuth2Reading.read(node, &reader, forMailbox: false).map(Self.oauth2)
        case .bearer:
            guard let reading = bearerShape.read(node, &reader), reading.isWhole else { return nil }
            return secret(reading, token, TokenText.isToken, "that no token has", &reader).map(Self.bearer)
        case .header:
            guard let reading = headerShape.read(node, &reader), reading.isWhole else { return nil }
            if let problem = HTTPHeaderRules.problem(of: reading[name], isLogin: true) {
                return reader.report(
                    reading.node(of: name) ?? node, .badHeader, problem.words, help: problem.help)
            }
            return secret(reading, value, HTTPHeaderRules.isValue, "that no header has", &reader)
                .map { .header(name: reading[name], value: $0) }
        }
    }

    private static func basic(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = basicShape.read(node, &reader), reading.isWhole else { return nil }
        guard !reading[username].isEmpty, !reading[username].contains(":") else {
            return reader.report(
                reading.node(of: username) ?? node, .unknownValue,
                reading[username].isEmpty ? "nobody is named" : "no user name of a basic login has a colon in it",
                help: "write {type: basic, username: robot, password: \"${env:API_PASSWORD}\"}")
        }
        return .basic(Login(username: reading[username], password: reading[password]))
    }

    private static func secret(
        _ reading: Reading, _ field: Field<Secret>, _ isFit: (String) -> Bool, _ words: String, _ reader: inout Reader
    ) -> Secret? {
        let secret = reading[field]
        if !secret.reveal().isEmpty, isFit(secret.reveal()) { return secret }
        return reader.report(
            reading.node(of: field) ?? reading.node, .unknownValue,
            secret.reveal().isEmpty ? "'\(field.name)' is blank" : "'\(field.name)' holds characters \(words)",
            help: "write \"${env:API_TOKEN}\" or \"${file:path}\", with nothing else in it")
    }
}

extension HTTPLoginSetting {
    /// Where the logins come from; a header is none of them.
    func credentials(in surroundings: Surroundings, proxy: Proxy?) -> Credentials {
        switch self {
        case .none, .header: .none
        case .basic(let login): .fixed(login)
        case .windows(let windows): .fixed(windows.login(surroundings.path))
        case .oauth2(let login): login.credentials(in: surroundings, proxy: proxy)
        case .bearer(let token): .fixed(Login(username: "", proof: .token(token)))
        }
    }

    var header: (name: String, value: Secret)? {
        if case .header(let name, let value) = self { (name, value) } else { nil }
    }

    /// Whether something goes over the line that others could use.
    var showsSecret: Bool { if case .none = self { false } else { true } }
}
