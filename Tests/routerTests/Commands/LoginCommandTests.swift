import Glibc
import Peers
import Subprocess
import SystemPackage
import Testing

/// A workspace whose default connection logs in with tokens, and the servers behind it.
struct TokenDesk: Sendable {
    let office: LoginOffice
    let tokens: TokenServer
    let dovecot: DovecotLogins
    let workspace: TemporaryWorkspace

    /// Where the program keeps tokens in these tests.
    var state: String { workspace.path("state") }

    var environment: [String: String] {
        ["ROUTER_STATE": state, "CLIENT_SECRET": TokenServer.clientSecret]
    }

    /// Servers of its own where the test changes what they know.
    static func open(_ auth: String, own: Bool = true, files: [String: String] = [:]) async throws -> TokenDesk {
        let office = try await LoginOffice.shared
        var (tokens, dovecot) = (office.tokens, office.dovecot)
        if own {
            tokens = try await TokenServer.start(authority: office.office.authority)
            dovecot = try await DovecotLogins.start(
                authority: office.office.authority, relayingTo: office.office.postfix, tokens: tokens)
        }
        let desk = TokenDesk(
            office: office, tokens: tokens, dovecot: dovecot,
            workspace: try TemporaryWorkspace.of(["routes/note.yaml": Desk.note].merging(files) { $1 }))
        try desk.connect(auth)
        return desk
    }

    /// Writes the connection `corporate`; names in capitals stand for what the servers are called.
    func connect(_ auth: String) throws {
        try workspace.write(
            "connections/corporate.yaml",
            """
            kind: smtp
            default: true
            host: localhost
            port: \(dovecot.port)
            encryption: tls
            tls: {ca: \(office.office.authority.certificate)}
            sender: {address: \(TokenServer.mailbox), name: Робот}
            auth:
              type: oauth2
              username: \(TokenServer.mailbox)
              client-id: \(TokenServer.clientID)
              token-url: \(tokens.tokenURL)
              scope: mail
              tls: {ca: \(office.office.authority.certificate)}
              \(auth.replacing("\n", with: "\n  ").replacing("DEVICE_URL", with: tokens.deviceURL))
            """)
    }

    func router(_ arguments: String..., environment: [String: String] = [:]) async throws -> Program.Outcome {
        try await Program.run(
            arguments, in: workspace.folder, environment: self.environment.merging(environment) { $1 })
    }

    func send(to inbox: Inbox) async throws -> Program.Outcome {
        try await Program.run(
            ["send", "note", "--data", "-"], in: workspace.folder, stdin: Array(Desk.data(to: inbox.address).utf8),
            environment: environment)
    }

    static let credentials = "client-secret: \"${env:CLIENT_SECRET}\""
    static let device = "grant: device-code\ndevice-url: DEVICE_URL"

    /// What stands in the files that the program keeps.
    var kept: [String] { get throws { try workspace.files(below: "state/tokens").map { try workspace.text($0) } } }

    /// Notes an outcome for the tables of `Docs/Connections.md`.
    func note(_ what: String, _ outcome: Program.Outcome) async throws {
        let said = outcome.status == 0 ? outcome.stdout.replacing("corporate: ", with: "") : outcome.stderr
        var names = [
            "localhost:\(tokens.securePort)": "login.example.com", workspace.folder: "…",
            "localhost port \(tokens.securePort)": "login.example.com port 443",
        ]
        for file in try workspace.files(below: "state/tokens") where file.hasSuffix(".json") {
            names[workspace.path(file)] = "~/.local/state/router/tokens/corporate-….json"
        }
        try Tried.record(
            .logins, what, server: try await Dovecot.version, exit: outcome.status, says: said,
            names: names)
    }

    func close() async {
        guard tokens.plainPort != office.tokens.plainPort else { return }
        await dovecot.stop()
        await tokens.stop()
    }
}

@Suite struct `Letters go out with tokens` {
    @Test(arguments: ["XOAUTH2", "OAUTHBEARER", ""])
    func `a real server takes the token, and the next run asks for none`(mechanism: String) async throws {
        let desk = try await TokenDesk.open(
            TokenDesk.credentials + (mechanism.isEmpty ? "" : "\nmechanism: \(mechanism)"))
        let inbox = desk.office.office.newInbox()
        let tested = try await desk.router("test", "corporate")
        #expect(tested.status == 0, "\(tested.told)")
        #expect(tested.stdout.contains("logged in as \(TokenServer.mailbox)"))
        try await desk.note("a token by \(mechanism.isEmpty ? "the best mechanism" : mechanism) over STARTTLS", tested)
        for _ in 0..<2 {
            let sent = try await desk.send(to: inbox)
            #expect(sent.status == 0, "\(sent.told)")
        }
        #expect(try await inbox.letters(2).count == 2)
        #expect(try await desk.tokens.count() == 1)
        let request = try #require(try await desk.tokens.requests().first { $0.path == "/token" })
        #expect(request.isSecure && !request.usesBasic && request.userAgent == "router")
        await desk.close()
    }

    @Test func `the secret goes into the header where it is wanted there, and long tokens pass`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.credentials + "\nclient-authentication: header")
        try await desk.tokens.setTokenLength(2500)
        let tested = try await desk.router("test", "corporate")
        #expect(tested.status == 0, "\(tested.told)")
        #expect(try await desk.tokens.requests().first?.usesBasic == true)
        await desk.close()
    }

    @Test func `a refresh token is used, replaced and kept; two programs at once never use one twice`() async throws {
        let desk = try await TokenDesk.open("refresh-token: \"${file:refresh}\"\n" + TokenDesk.credentials)
        try await desk.tokens.setRotating(true)
        try desk.workspace.write("refresh", try await desk.tokens.newRefreshToken())
        for _ in 0..<3 {
            let outcomes = try await withThrowingTaskGroup(of: Program.Outcome.self) { group in
                for _ in 0..<4 { group.addTask { try await desk.router("test", "corporate") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.told)") }
            try await desk.note("a refresh token that is replaced with each use", outcomes[0])
            try await desk.tokens.expireAll()
        }
        let requests = try await desk.tokens.requests().filter { $0.path == "/token" }
        #expect(requests.allSatisfy { $0.status == 200 })
        #expect(Set(requests.map { $0.form["refresh_token"] }).count == requests.count)
        await desk.close()
    }

    @Test func `a service account signs for the mailbox`() async throws {
        let desk = try await TokenDesk.open("grant: service-account\nservice-account: account.json\nsubject: nobody")
        let account = try await desk.tokens.newServiceAccount()
        let json = try await Tool.require("cat", [account.jsonFile])
        try desk.workspace.write("account.json", json)
        try desk.connect("service-account: account.json")
        let tested = try await desk.router("test", "corporate")
        #expect(tested.status == 0, "\(tested.told)")
        try await desk.note("a token of a service account", tested)
        try desk.connect("issuer: \(account.address)\nkey: \"${file:\(account.keyFile)}\"")
        let again = try await desk.router("test", "corporate", environment: ["ROUTER_STATE": desk.state + "2"])
        #expect(again.status == 0, "\(again.told)")
        #expect(try await desk.tokens.count(of: .assertion) == 2)
        await desk.close()
    }

    @Test func `a token that is given is shown as it is`() async throws {
        let desk = try await TokenDesk.open("access-token: \"${env:TOKEN}\"", own: false)
        try desk.workspace.write(
            "connections/corporate.yaml",
            try desk.workspace.text("connections/corporate.yaml").split(separator: "\n").filter {
                !$0.contains("client-id") && !$0.contains("token-url")
            }.joined(separator: "\n"))
        let token = try await desk.tokens.newAccessToken()
        let good = try await desk.router("test", "corporate", environment: ["TOKEN": token])
        #expect(good.status == 0, "\(good.told)")
        let bad = try await desk.router("test", "corporate", environment: ["TOKEN": "wrong-\(token)"])
        #expect(bad.status == 77, "\(bad.told)")
        try await desk.note("a token that was given", good)
        try await desk.note("a token that was given, and is no good", bad)
        #expect(!(bad.stdout + bad.stderr).contains(token))
        let login = try await desk.router("login", "corporate", environment: ["TOKEN": token])
        #expect(login.status == 64)
        #expect(
            login.stderr == """
                error[no-tokens]: the connection 'corporate' logs in without tokens that router gets
                  help: 'router login' is for connections with auth: {type: oauth2, …} that get their own tokens

                """)
    }

    @Test func `a kept token that was revoked is replaced once, without a word`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.credentials)
        #expect(try await desk.router("test", "corporate").status == 0)
        try await desk.tokens.expireAll()
        let inbox = desk.office.office.newInbox()
        let sent = try await desk.send(to: inbox)
        #expect(sent.status == 0, "\(sent.told)")
        #expect(sent.stderr == "")
        #expect(try await desk.tokens.count() == 2)
        try await desk.tokens.expireAll()
        try await desk.note("a kept token that was revoked", try await desk.router("test", "corporate"))
        await desk.close()
    }

    @Test(arguments: [
        (
            "refuses the client", Peers.TokenAnswer.error("invalid_client", "The secret\nhas expired."), 77,
            "answers: invalid_client: The secret has expired."
        ),
        ("wants consent", .error("consent_required"), 77, "answers: consent_required: The test wants it so."),
        ("asks for patience", .status(503, retryAfter: 7), 75, "answers 503, and asks to wait 7 s"),
        ("is at fault", .status(500), 75, "answers 500"),
        ("gives no JSON", .garbage, 75, "gives an answer without sense: it is no JSON object"),
        (
            "gives far too much", .huge(bytes: 200_000), 75,
            "gives an answer without sense: the answer has more than 65536 bytes"
        ),
        ("hangs up", .hangsUp, 75, "the connection to"),
        ("sends us elsewhere", .status(302), 77, "sends us elsewhere, where no secret is taken"),
        ("is not one", .status(404), 77, "answers 404 without saying why"),
    ])
    func `a token server that gives none is told apart, and the letter stays with its sender`(
        what: String, answer: Peers.TokenAnswer, status: Int, words: String
    ) async throws {
        let desk = try await TokenDesk.open(TokenDesk.credentials)
        try await desk.tokens.answer(with: answer)
        let sent = try await desk.send(to: desk.office.office.inbox("nobody@example.test"))
        #expect(sent.status == status, "\(sent.told)")
        #expect(sent.stderr.contains("there is no token for the login '\(TokenServer.mailbox)'"), "\(sent.told)")
        #expect(sent.stderr.contains(words), "\(sent.told)")
        #expect(!(sent.stdout + sent.stderr).contains("s3cret"))
        try await desk.note("a token server that \(what)", try await desk.router("test", "corporate"))
        await desk.close()
    }

    @Test func `a server that is not trusted gets no secret`() async throws {
        let desk = try await TokenDesk.open(TokenDesk.credentials)
        try desk.workspace.write(
            "connections/corporate.yaml",
            try desk.workspace.text("connections/corporate.yaml").replacing(
                "  tls: {ca: \(desk.office.office.authority.certificate)}\n", with: ""))
        let tested = try await desk.router("test", "corporate")
        #expect(tested.status == 75, "\(tested.told)")
        #expect(tested.stderr.contains("localhost:\(desk.tokens.securePort) is not trusted: "), "\(tested.told)")
        try await desk.note("a token server that is not trusted", tested)
        #expect(
            tested.stderr.hasSuffix(
                "help: name a file with the server's issuer in auth: {tls: {ca: …}}, or check this machine's clock\n"))
        #expect(try await desk.tokens.requests().isEmpty)
        await desk.close()
    }

    @Test func `without a folder letters go out, with a word of it; a file that others can read stops them`()
        async throws
    {
        let desk = try await TokenDesk.open(TokenDesk.credentials)
        let inbox = desk.office.office.newInbox()
        let homeless = try await Program.run(
            ["send", "note", "--data", "-"], in: desk.workspace.folder, stdin: Array(Desk.data(to: inbox.address).utf8),
            environment: ["ROUTER_STATE": "/proc/none", "CLIENT_SECRET": TokenServer.clientSecret])
        #expect(homeless.status == 0, "\(homeless.told)")
        #expect(
            homeless.stderr.hasPrefix("tokens can't be kept: '/proc/none' can't be made: ")
                && homeless.stderr.hasSuffix("; name a folder of your own in ROUTER_STATE\n"), "\(homeless.told)")
        #expect(try await desk.router("test", "corporate").status == 0)
        let file = try #require(try desk.workspace.files(below: "state/tokens").first { $0.hasSuffix(".json") })
        chmod(desk.workspace.path(file), 0o640)
        let open = try await desk.router("test", "corporate")
        #expect(open.status == 77)
        try await desk.note("a file of tokens that others can read", open)
        #expect(
            open.stderr == """
                error[authentication-refused]: there is no token for the login '\(TokenServer.mailbox)': \
                '\(desk.workspace.path(file))' can be read or changed by others, its tokens may be known to them
                  help: delete it and get new tokens; if you are sure that nobody looked: chmod 600 '\(desk.workspace.path(file))'

                """)
        await desk.close()
    }

    @Test func `the examples of the manual are right`() async throws {
        let page = try await Tool.require("cat", ["\(Python.packageFolder)/Docs/Logins.md"])
        let blocks = page.split(separator: "```yaml\n").dropFirst().compactMap { $0.split(separator: "```").first }
        #expect(blocks.count == 4)
        let account =
            #"{"type":"service_account","client_email":"a@b","private_key":"-----BEGIN PRIVATE KEY-----\n-----END…"}"#
        var files = ["keys/service-account.json": account, "routes/.keep": ""]
        for (number, block) in blocks.enumerated() { files["connections/c\(number).yaml"] = String(block) }
        let workspace = try TemporaryWorkspace.of(files)
        let outcome = try await workspace.router("check", environment: ["CLIENT_SECRET": "x"])
        #expect(outcome.stderr == "4 connections, 0 routes: no problems\n")
        #expect(outcome.status == 0)
    }

    @Test func `no secret stands anywhere but in the file for them`() async throws {
        let desk = try await TokenDesk.open(
            TokenDesk.credentials + "\nrefresh-token: \"${file:refresh}\"\ngrant: refresh-token")
        let refresh = try await desk.tokens.newRefreshToken()
        try desk.workspace.write("refresh", refresh)
        var said = ""
        for arguments in [
            ["check"], ["check", "--json"], ["check", "--online", "--verbose"], ["show", "corporate"],
            ["show", "corporate", "--json"], ["list", "--json"], ["test", "corporate", "--verbose"],
            ["test", "corporate", "--json"], ["login", "corporate", "--status"],
            ["login", "corporate", "--status", "--json"], ["schema", "connection"],
        ] {
            let outcome = try await Program.run(arguments, in: desk.workspace.folder, environment: desk.environment)
            said += outcome.told
        }
        let kept = try desk.kept.filter { !$0.isEmpty }
        let access = try #require(try kept.first.flatMap { try ParsedJSON($0).access.text })
        for secret in [refresh, TokenServer.clientSecret, access] { #expect(!said.contains(secret)) }
        for file in try desk.workspace.files() where !file.hasPrefix("state/") && file != "refresh" {
            let text = try desk.workspace.text(file)
            for secret in [refresh, TokenServer.clientSecret, access] { #expect(!text.contains(secret), "\(file)") }
        }
        await desk.close()
    }
}
