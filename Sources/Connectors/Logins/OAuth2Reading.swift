internal import Diagnostics
internal import Settings
internal import Wire

extension Diagnostic.Code {
    static let contradictingKeys = Self(rawValue: "contradicting-keys")
    static let badURL = Self(rawValue: "bad-url")
    static let badServiceAccount = Self(rawValue: "bad-service-account")
}

/// Makes a login of the keys, or says all that is wrong between them.
struct OAuth2Reading {
    private let reading: Reading
    private let provider: OAuth2Provider?
    private let isForMailbox: Bool
    private var findings: [Diagnostic] = []

    // A mailbox that logs in has to be named; else the application does.
    static func read(_ node: Node, _ reader: inout Reader, forMailbox isForMailbox: Bool = true) -> OAuth2Login? {
        guard let reading = OAuth2Keys.shape.read(node, &reader), reading.isWhole else { return nil }
        var whole = Self(reading, isForMailbox)
        let login = whole.login(&reader)
        for finding in whole.findings { reader.findings.report(finding) }
        return whole.findings.isEmpty ? login : nil
    }

    private init(_ reading: Reading, _ isForMailbox: Bool) {
        self.reading = reading
        self.isForMailbox = isForMailbox
        provider = reading[OAuth2Keys.provider]
    }

    private mutating func report(
        _ code: Diagnostic.Code, _ field: some FieldDeclaration, _ message: String, _ help: String
    ) {
        findings.append(
            Diagnostic(.error, code, at: reading.span(of: field), in: reading.node.source, message, help: help))
    }

    /// A key that can't be done without.
    private mutating func needed<Value>(
        _ field: Field<Value?>, _ reason: String, _ line: String, isBlank: (Value) -> Bool
    ) -> Value? {
        if let value = reading[field] {
            if !isBlank(value) { return value }
            report(.missingValue, field, "'\(field.name)' is blank, and \(reason)", "write '\(line)'")
        } else {
            report(.missingKey, field, "\(reason), and '\(field.name)' is not there", "add '\(line)'")
        }
        return nil
    }

    private mutating func needed(_ field: Field<String?>, _ reason: String, _ line: String) -> String? {
        needed(field, reason, line) { $0.isEmpty }
    }

    private mutating func needed(_ field: Field<Secret?>, _ reason: String, _ line: String) -> Secret? {
        needed(field, reason, line) { $0.reveal().isEmpty }
    }

    // MARK: All keys together

    private mutating func login(_ reader: inout Reader) -> OAuth2Login? {
        let username =
            isForMailbox
            ? needed(OAuth2Keys.username, "a mailbox logs in", "username: desk@example.com")
            : reading[OAuth2Keys.username] ?? reading[OAuth2Keys.clientID] ?? ""
        if let username, username.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            report(
                .unknownValue, OAuth2Keys.username, "the user name holds a control character",
                "write the mailbox's address")
        }
        let source: OAuth2Login.Source? =
            reading.has(OAuth2Keys.accessToken) ? fixed() : settings(username ?? "", &reader).map { .grant($0) }
        guard let username, let source else { return nil }
        return OAuth2Login(
            username: username, mechanism: reading[OAuth2Keys.mechanism], source: source,
            usual: reading.has(OAuth2Keys.scope) ? nil : provider, tls: reading[OAuth2Keys.tls])
    }

    private mutating func fixed() -> OAuth2Login.Source? {
        let others: [any FieldDeclaration] = [
            OAuth2Keys.grant, OAuth2Keys.refreshToken, OAuth2Keys.clientSecret, OAuth2Keys.serviceAccount,
            OAuth2Keys.key, OAuth2Keys.tokenURL, OAuth2Keys.deviceURL,
        ]
        for other in others where reading.has(other) {
            report(
                .contradictingKeys, other, "an 'access-token' is used as it is, and '\(other.name)' gets another",
                "delete one of the two")
        }
        guard let token = reading[OAuth2Keys.accessToken] else { return nil }
        guard TokenText.isToken(token.reveal()) else {
            report(
                .unknownValue, OAuth2Keys.accessToken,
                token.reveal().isEmpty
                    ? "'access-token' is blank" : "'access-token' holds characters that no token has",
                "write \"${env:ACCESS_TOKEN}\" or \"${file:path}\", with nothing else in it")
            return nil
        }
        return .token(token)
    }

    private mutating func settings(_ username: String, _ reader: inout Reader) -> OAuth2Settings? {
        guard let grant = grant() else { return nil }
        checkUseless(for: grant)
        checkTenant(for: grant)
        let scopes = scopes(for: grant)
        let account = grant == .serviceAccount ? serviceAccount(username, &reader) : nil
        let tokenURL = tokenURL(account?.tokenURL)
        let deviceURL = deviceURL(for: grant)
        var clientID = reading[OAuth2Keys.clientID]
        if grant != .serviceAccount {
            clientID = needed(OAuth2Keys.clientID, "an application asks for tokens", "client-id: …")
        }
        let made: OAuth2Settings.Grant?
        switch grant {
        case .clientCredentials:
            let secret = needed(
                OAuth2Keys.clientSecret, "grant: client-credentials shows the application's secret",
                "client-secret: \"${env:CLIENT_SECRET}\"")
            made = secret == nil ? nil : .clientCredentials
        case .refreshToken:
            made = needed(
                OAuth2Keys.refreshToken, "grant: refresh-token shows one", "refresh-token: \"${file:refresh-token}\""
            ).map { .refreshToken($0) }
        case .deviceCode: made = .deviceCode
        case .serviceAccount: made = account.map { .serviceAccount($0.account) }
        }
        guard let made, let tokenURL else { return nil }
        var settings = OAuth2Settings(connection: "", grant: made, tokenURL: tokenURL)
        settings.deviceURL = deviceURL
        settings.clientID = clientID
        settings.clientSecret = reading[OAuth2Keys.clientSecret]
        settings.clientAuthentication = reading[OAuth2Keys.clientAuthentication] == .header ? .header : .body
        settings.scopes = scopes
        settings.refreshesWithScopes = provider == .microsoft || reading.has(OAuth2Keys.scope)
        settings.deviceGrant = provider?.deviceGrant ?? OAuth2Settings.standardDeviceGrant
        return settings
    }

    // MARK: One key after the other

    private mutating func grant() -> OAuth2Login.Grant? {
        let grant: OAuth2Login.Grant? =
            if let written = reading[OAuth2Keys.grant] {
                written
            } else if reading.has(OAuth2Keys.serviceAccount) || reading.has(OAuth2Keys.key) {
                .serviceAccount
            } else if reading.has(OAuth2Keys.refreshToken) {
                .refreshToken
            } else if reading.has(OAuth2Keys.clientSecret), provider?.grants.contains(.clientCredentials) ?? true {
                .clientCredentials
            } else if reading.has(OAuth2Keys.deviceURL) || provider?.grants.contains(.deviceCode) ?? false {
                .deviceCode
            } else {
                nil
            }
        guard let grant else {
            let keys = (provider?.grants ?? OAuth2Login.Grant.allCases).map(Self.key(of:))
            report(
                .missingKey, OAuth2Keys.grant, "nothing says what a token is given for",
                "add \(keys.joined(separator: " or "))")
            return nil
        }
        if let provider, !provider.grants.contains(grant), !reading.has(OAuth2Keys.tokenURL) {
            report(
                .contradictingKeys, OAuth2Keys.grant,
                "\(provider.rawValue) gives no tokens for mail by grant: \(grant.rawValue)",
                "add \(provider.grants.map(Self.key(of:)).joined(separator: " or "))")
            return nil
        }
        return grant
    }

    /// What a person writes to have a grant.
    private static func key(of grant: OAuth2Login.Grant) -> String {
        switch grant {
        case .clientCredentials: "'client-secret: \"${env:CLIENT_SECRET}\"'"
        case .refreshToken: "'refresh-token: \"${file:refresh-token}\"'"
        case .deviceCode: "'grant: device-code'"
        case .serviceAccount: "'service-account: service-account.json'"
        }
    }

    /// Keys of another grant: somebody believes that they do something.
    private mutating func checkUseless(for grant: OAuth2Login.Grant) {
        var useless: [any FieldDeclaration] = []
        if grant != .refreshToken { useless.append(OAuth2Keys.refreshToken) }
        if grant != .serviceAccount {
            useless += [
                OAuth2Keys.serviceAccount, OAuth2Keys.key, OAuth2Keys.keyID, OAuth2Keys.issuer, OAuth2Keys.subject,
            ]
        }
        if grant == .serviceAccount { useless.append(OAuth2Keys.clientSecret) }
        for field in useless where reading.has(field) {
            report(
                .contradictingKeys, field, "'\(field.name)' is of no use with grant: \(grant.rawValue)",
                "delete it, or write another 'grant:'")
        }
    }

    private mutating func checkTenant(for grant: OAuth2Login.Grant) {
        if let tenant = reading[OAuth2Keys.tenant] {
            let isName =
                !tenant.isEmpty
                && tenant.utf8.allSatisfy { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."):
                        true
                    default: false
                    }
                }
            if provider != .microsoft {
                report(
                    .contradictingKeys, OAuth2Keys.tenant, "only Microsoft has tenants",
                    "delete it, or write 'provider: microsoft'")
            } else if !isName {
                report(
                    .unknownValue, OAuth2Keys.tenant, "this is not a tenant's id or domain",
                    "write it as contoso.onmicrosoft.com, or as the id in the Entra admin center")
            }
        } else if provider == .microsoft, grant == .clientCredentials, !reading.has(OAuth2Keys.tokenURL) {
            report(
                .missingKey, OAuth2Keys.tenant, "an application belongs to a tenant, and 'tenant' is not there",
                "add 'tenant: contoso.onmicrosoft.com'")
        }
    }

    private mutating func scopes(for grant: OAuth2Login.Grant) -> [String] {
        guard let written = reading[OAuth2Keys.scope] else { return provider?.scopes(for: grant) ?? [] }
        let scopes = written.items.flatMap { $0.split(whereSeparator: \.isWhitespace).map(String.init) }
        if !scopes.allSatisfy(TokenText.isScope) {
            report(
                .unknownValue, OAuth2Keys.scope, "a scope holds a character that none may have",
                "write the scopes as the provider does, with spaces between them")
        }
        return scopes
    }

    private mutating func tokenURL(_ own: String?) -> String? {
        if let url = reading[OAuth2Keys.tokenURL] { return check(url, OAuth2Keys.tokenURL) }
        if let own { return check(own, OAuth2Keys.serviceAccount) }
        if let provider { return provider.tokenURL(tenant: reading[OAuth2Keys.tenant]) }
        report(
            .missingKey, OAuth2Keys.tokenURL, "nothing says where tokens are asked for",
            "add 'provider: \(OAuth2Provider.allCases.map(\.rawValue).joined(separator: " | "))', "
                + "or 'token-url: https://login.example.com/token'")
        return nil
    }

    private mutating func deviceURL(for grant: OAuth2Login.Grant) -> String? {
        if let url = reading[OAuth2Keys.deviceURL] { return check(url, OAuth2Keys.deviceURL) }
        if let url = provider?.deviceURL(tenant: reading[OAuth2Keys.tenant]) { return url }
        if grant == .deviceCode {
            report(
                .missingKey, OAuth2Keys.deviceURL, "nothing says where device codes are asked for",
                "add 'device-url: https://login.example.com/device'")
        }
        return nil
    }

    private mutating func check(_ url: String, _ field: some FieldDeclaration) -> String? {
        do throws(HTTPAddress.Problem) {
            _ = try HTTPAddress(url)
            return url
        } catch {
            report(.badURL, field, "the URL in '\(field.name)' \(error.words)", error.help)
            return nil
        }
    }

    private mutating func serviceAccount(
        _ username: String, _ reader: inout Reader
    ) -> (account: ServiceAccount, tokenURL: String?)? {
        let subject = reading[OAuth2Keys.subject] ?? username
        guard let text = reading[OAuth2Keys.serviceAccount] else {
            let line = "issuer: robot@project.iam.gserviceaccount.com"
            let issuer = needed(OAuth2Keys.issuer, "a key belongs to somebody", line)
            let key = needed(OAuth2Keys.key, "a service account signs with a key", "key: \"${file:key.pem}\"")
            guard let issuer, let key else { return nil }
            if let problem = ServiceAccountFile.problem(inKey: key.reveal()) {
                report(.badServiceAccount, OAuth2Keys.key, "'key' \(problem.words)", problem.help)
            }
            return (ServiceAccount(issuer: issuer, key: key, keyID: reading[OAuth2Keys.keyID], subject: subject), nil)
        }
        for other in [OAuth2Keys.issuer, OAuth2Keys.keyID] as [any FieldDeclaration] + [OAuth2Keys.key]
        where reading.has(other) {
            report(
                .contradictingKeys, other, "'\(other.name)' stands in the service account's file already", "delete it")
        }
        guard let contents = ServiceAccountFile.contents(text, &reader) else { return nil }
        do throws(ServiceAccountFile.Problem) {
            let file = try ServiceAccountFile(contents)
            return (
                ServiceAccount(issuer: file.issuer, key: file.key, keyID: file.keyID, subject: subject), file.tokenURL
            )
        } catch {
            report(
                .badServiceAccount, OAuth2Keys.serviceAccount, "the service account's file \(error.words)", error.help)
            return nil
        }
    }
}
