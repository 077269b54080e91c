import Connecting
import Diagnostics
import Settings
import Testing
import Wire

@testable import Connectors

@Suite struct OAuth2ReadingTests {
    private static let key = "-----BEGIN PRIVATE KEY-----\\nMII\\n-----END PRIVATE KEY-----\\n"
    private static let account =
        "{\"type\":\"service_account\",\"client_email\":\"robot@p.example\",\"private_key\":\"\(key)\",\"private_key_id\":\"k1\",\"token_uri\":\"https://oauth2.googleapis.com/token\"}"

    private static let files = [
        "account.json": account, "user.json": #"{"type":"authorized_user","refresh_token":"hidden-r"}"#,
        "bare.json": #"{"type":"service_account","client_email":"x"}"#, "list.json": "[]",
        "locked.json":
            #"{"client_email":"x","private_key":"-----BEGIN ENCRYPTED PRIVATE KEY-----\nhidden\n-----END …"}"#,
        "evil.json": account.replacing("https://oauth2.googleapis.com/token", with: "http://evil.example/token"),
        "key.pem": "-----BEGIN PRIVATE KEY-----\nhidden\n-----END PRIVATE KEY-----", "refresh": "hidden-refresh\n",
    ]

    private func read(_ keys: String) throws -> (login: OAuth2Login?, findings: [Diagnostic]) {
        let source = Source(path: "connections/mail.yaml", text: "type: oauth2\n" + keys)
        var reader = Reader(
            Substitutions(
                environment: {
                    ["S": "hidden-secret", "BLANK": "", "T": "hidden-token", "BAD": "hidden\r\ntoken"][$0]
                },
                file: { name throws(Substitutions.FileProblem) in
                    guard let text = Self.files[name] else { throw Substitutions.FileProblem("does not exist") }
                    return text
                }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        guard case .oauth2(let login)? = LoginSetting.read(node, &reader) else { return (nil, reader.shown.sorted) }
        return (login, reader.shown.sorted)
    }

    private func settings(_ keys: String) throws -> OAuth2Settings {
        let (login, findings) = try read(keys)
        #expect(findings.map { $0.printed() } == [])
        guard case .grant(let settings)? = login?.source else {
            Issue.record("no settings of \(keys)")
            return OAuth2Settings(connection: "", grant: .deviceCode, tokenURL: "")
        }
        return settings
    }

    @Test(
        arguments: [
            (
                "provider: microsoft\ntenant: contoso.com\nclient-id: app\nclient-secret: \"${env:S}\"",
                "client-credentials", "https://login.microsoftonline.com/contoso.com/oauth2/v2.0/token",
                ["https://outlook.office365.com/.default"]
            ),
            (
                "provider: microsoft\nclient-id: app", "device-code",
                "https://login.microsoftonline.com/common/oauth2/v2.0/token",
                ["https://outlook.office.com/SMTP.Send", "offline_access"]
            ),
            (
                "provider: microsoft\ntenant: t\nclient-id: app\nrefresh-token: \"${file:refresh}\"", "refresh-token",
                "https://login.microsoftonline.com/t/oauth2/v2.0/token",
                ["https://outlook.office.com/SMTP.Send", "offline_access"]
            ),
            (
                "provider: google\nclient-id: app\nclient-secret: \"${env:S}\"\nrefresh-token: \"${file:refresh}\"",
                "refresh-token", "https://oauth2.googleapis.com/token", ["https://mail.google.com/"]
            ),
            (
                "provider: google\nservice-account: account.json", "service-account",
                "https://oauth2.googleapis.com/token", ["https://mail.google.com/"]
            ),
            (
                "provider: google\nservice-account: \"${file:account.json}\"", "service-account",
                "https://oauth2.googleapis.com/token", ["https://mail.google.com/"]
            ),
            (
                "provider: yandex\nclient-id: app\nclient-secret: \"${env:S}\"", "device-code",
                "https://oauth.yandex.ru/token", ["mail:smtp"]
            ),
            (
                "provider: mailru\nclient-id: app\nrefresh-token: \"${env:T}\"", "refresh-token",
                "https://o2.mail.ru/token", ["userinfo", "mail.imap"]
            ),
            (
                "token-url: https://a.example/t\nclient-id: app\nclient-secret: \"${env:S}\"\nscope: a  b",
                "client-credentials", "https://a.example/t", ["a", "b"]
            ),
            (
                "token-url: https://a.example/t\ndevice-url: https://a.example/d\nclient-id: app\nscope: [a, b c]",
                "device-code", "https://a.example/t", ["a", "b", "c"]
            ),
            (
                "token-url: https://a.example/t\nissuer: me\nkey: \"${file:key.pem}\"\nscope: a", "service-account",
                "https://a.example/t", ["a"]
            ),
        ])
    func `the grant follows from the keys, and a provider fills the rest`(
        _ keys: String, _ grant: String, _ tokenURL: String, _ scopes: [String]
    ) throws {
        let settings = try settings("username: desk@example.com\n" + keys)
        #expect(settings.grant.name == grant)
        #expect(settings.tokenURL == tokenURL)
        #expect(settings.scopes == scopes)
        if case .serviceAccount(let account) = settings.grant { #expect(account.subject == "desk@example.com") }
    }

    @Test func `what is written counts more than the provider`() throws {
        let settings = try settings(
            """
            username: desk@example.com
            provider: yandex
            client-id: app
            token-url: http://127.0.0.1:1/token
            device-url: http://127.0.0.1:1/device
            scope: other
            client-authentication: header
            """)
        #expect(settings.tokenURL == "http://127.0.0.1:1/token")
        #expect(settings.deviceURL == "http://127.0.0.1:1/device")
        #expect(settings.scopes == ["other"])
        #expect(settings.refreshesWithScopes)
        #expect(settings.clientAuthentication == .header)
        #expect(settings.deviceGrant == "device_code")
    }

    @Test func `a token that is given is used as it is, by the mechanism that is named`() throws {
        let (login, findings) = try read("username: desk@example.com\naccess-token: \"${env:T}\"\nmechanism: XOAUTH2")
        #expect(findings.isEmpty)
        let surroundings = Surroundings(connection: "mail", folder: "/nowhere")
        guard case .fixed(let fixed)? = login?.credentials(in: surroundings, proxy: nil) else {
            Issue.record("not fixed")
            return
        }
        #expect(
            fixed == Login(username: "desk@example.com", proof: .token(Secret("hidden-token")), mechanism: "XOAUTH2"))
    }

    @Test(
        arguments: [
            (
                "client-id: a\nprovider: yandex",
                ["a mailbox logs in, and 'username' is not there — add 'username: desk@example.com'"]
            ),
            (
                "username: u",
                [
                    "nothing says what a token is given for — add 'client-secret: \"${env:CLIENT_SECRET}\"' or 'refresh-token: \"${file:refresh-token}\"' or 'grant: device-code' or 'service-account: service-account.json'"
                ]
            ),
            (
                "username: u\nprovider: google\nclient-id: a\nclient-secret: \"${env:S}\"",
                [
                    "nothing says what a token is given for — add 'service-account: service-account.json' or 'refresh-token: \"${file:refresh-token}\"'"
                ]
            ),
            (
                "username: u\nprovider: google\nclient-id: a\ngrant: device-code",
                [
                    "google gives no tokens for mail by grant: device-code — add 'service-account: service-account.json' or 'refresh-token: \"${file:refresh-token}\"'"
                ]
            ),
            (
                "username: u\ngrant: client-credentials",
                [
                    "nothing says where tokens are asked for — add 'provider: microsoft | google | yandex | mailru', or 'token-url: https://login.example.com/token'",
                    "an application asks for tokens, and 'client-id' is not there — add 'client-id: …'",
                    "grant: client-credentials shows the application's secret, and 'client-secret' is not there — add 'client-secret: \"${env:CLIENT_SECRET}\"'",
                ]
            ),
            (
                "username: u\nprovider: microsoft\nclient-id: a\nclient-secret: \"${env:S}\"",
                [
                    "an application belongs to a tenant, and 'tenant' is not there — add 'tenant: contoso.onmicrosoft.com'"
                ]
            ),
            (
                "username: u\nprovider: microsoft\ntenant: ../evil?\nclient-id: a",
                [
                    "this is not a tenant's id or domain — write it as contoso.onmicrosoft.com, or as the id in the Entra admin center"
                ]
            ),
            (
                "username: u\nprovider: yandex\ntenant: t\nclient-id: a",
                ["only Microsoft has tenants — delete it, or write 'provider: microsoft'"]
            ),
            (
                "username: u\nprovider: yandex\nclient-id: a\ngrant: device-code\nrefresh-token: \"${file:refresh}\"\nsubject: x",
                [
                    "'refresh-token' is of no use with grant: device-code — delete it, or write another 'grant:'",
                    "'subject' is of no use with grant: device-code — delete it, or write another 'grant:'",
                ]
            ),
            (
                "username: u\naccess-token: \"${env:T}\"\nrefresh-token: \"${file:refresh}\"",
                ["an 'access-token' is used as it is, and 'refresh-token' gets another — delete one of the two"]
            ),
            (
                "username: u\naccess-token: \"${env:BAD}\"",
                [
                    "'access-token' holds characters that no token has — write \"${env:ACCESS_TOKEN}\" or \"${file:path}\", with nothing else in it"
                ]
            ),
            (
                "username: u\naccess-token: \"${env:BLANK}\"",
                [
                    "'access-token' is blank — write \"${env:ACCESS_TOKEN}\" or \"${file:path}\", with nothing else in it"
                ]
            ),
            (
                "username: u\nclient-id: a\nclient-secret: \"${env:BLANK}\"\ntoken-url: http://login.example.com/",
                [
                    "'client-secret' is blank, and grant: client-credentials shows the application's secret — write 'client-secret: \"${env:CLIENT_SECRET}\"'",
                    "the URL in 'token-url' is not encrypted: what goes there can be read on the way — write https:// instead",
                ]
            ),
            (
                "username: u\nclient-id: a\ngrant: device-code\ntoken-url: https://a/t",
                [
                    "nothing says where device codes are asked for — add 'device-url: https://login.example.com/device'"
                ]
            ),
            (
                "username: u\nclient-id: a\nprovider: yandex\nscope: \"a\\tb \\u0001\"",
                [
                    "a scope holds a character that none may have — write the scopes as the provider does, with spaces between them"
                ]
            ),
            (
                "username: \"u\\u0001auth=x\"\nclient-id: a\nprovider: yandex",
                ["the user name holds a control character — write the mailbox's address"]
            ),
            (
                "username: u\nservice-account: absent.json",
                [
                    "the file 'absent.json' does not exist — put the value into the file, readable by the user who runs router",
                    "nothing says where tokens are asked for — add 'provider: microsoft | google | yandex | mailru', or 'token-url: https://login.example.com/token'",
                ]
            ),
            (
                "username: u\nprovider: google\nservice-account: user.json",
                [
                    "the service account's file is of type 'authorized_user', and not of a service account — \(usual)"
                ]
            ),
            (
                "username: u\nprovider: google\nservice-account: bare.json",
                ["the service account's file has no private_key — \(usual)"]
            ),
            (
                "username: u\nprovider: google\nservice-account: list.json",
                ["the service account's file is not a JSON object — \(usual)"]
            ),
            (
                "username: u\nprovider: google\nservice-account: locked.json",
                [
                    "the service account's file has a private_key that has a pass phrase — take it off: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem"
                ]
            ),
            (
                "username: u\nprovider: google\nservice-account: evil.json",
                [
                    "the URL in 'service-account' is not encrypted: what goes there can be read on the way — write https:// instead"
                ]
            ),
            (
                "username: u\nprovider: google\nservice-account: account.json\nkey: \"${file:key.pem}\"\nclient-secret: \"${env:S}\"",
                [
                    "'key' stands in the service account's file already — delete it",
                    "'client-secret' is of no use with grant: service-account — delete it, or write another 'grant:'",
                ]
            ),
            (
                "username: u\nprovider: google\nkey: \"${env:S}\"",
                [
                    "a key belongs to somebody, and 'issuer' is not there — add 'issuer: robot@project.iam.gserviceaccount.com'"
                ]
            ),
            (
                "username: u\nprovider: google\nkey: \"${env:S}\"\nissuer: me",
                ["'key' is not a private key in PEM — it begins with -----BEGIN PRIVATE KEY-----"]
            ),
        ] as [(String, [String])])
    func `what is missing, of no use or no good is named with the line to write, all at once`(
        _ keys: String, _ sentences: [String]
    ) throws {
        let (login, findings) = try read(keys)
        #expect(login == nil)
        #expect(Set(findings.map { "\($0.message) — \($0.help ?? "")" }) == Set(sentences))
        #expect(findings.allSatisfy { $0.span != nil })
        #expect(!findings.contains { $0.printed().contains("hidden") })
    }

    private static let usual =
        "take the file from the provider's console once more: IAM, service account, keys, JSON"

    @Test func `secrets in the file are warned of and never shown`() throws {
        let (_, findings) = try read(
            """
            username: desk@example.com
            provider: google
            client-id: app
            client-secret: hidden-1
            refresh-token: hidden-2
            subject: wrong
            """)
        #expect(findings.filter { $0.code == .literalSecret }.map(\.span?.start.line) == [5, 6])
        #expect(!findings.contains { $0.printed().contains("hidden") })
    }

    @Test func `nothing is set up before a token is wanted`() async throws {
        let (login, _) = try read("username: desk@example.com\nprovider: yandex\nclient-id: app")
        let surroundings = Surroundings(connection: "mail", folder: "/nowhere")
        let credentials = try #require(login).credentials(in: surroundings, proxy: nil)
        let authorization = try #require(credentials.authorization)
        #expect(authorization.needsPerson)
        #expect(await authorization.note == nil)
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!dumped.contains("hidden"))
    }
}
