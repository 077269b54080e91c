import Attributes
import Diagnostics
import Peers
import Sandbox
import Testing

/// The sandbox's Exchange behind a front that speaks NTLM and Kerberos for real.
struct FrontTests {
    private static let secret = "\(UUIDv7())"

    private static let options: ExchangeServer.Options = {
        var options = ExchangeServer.Options.quick
        options.front = Secret(secret)
        return options
    }()

    @Test func `exchangelib comes in by NTLM, and not with a wrong password`() async throws {
        try await RunningExchange.run([.desk, .ann], Self.options) { exchange in
            let front = try await ExchangeFront.start(
                before: exchange.port, secret: Self.secret, users: "CORP:desk:open\n")
            var way: [String: JSON] = [
                "url": .string(ExchangeServer.url(port: front.port)), "user": "CORP\\desk", "auth": "ntlm",
            ]
            way["to"] = ["desk@example.com"]
            let sent = try await exchange.client("send", way).list
            #expect(sent.map { $0["subject"]?.text } == ["Grüße", "Draft, changed"])
            let heard = try await exchange.client("events", way)
            #expect(heard["stream"]?.list.contains("NewMailEvent") == true)
            way["password"] = "wrong"
            let wrong = way
            await #expect(throws: Python.Problem.self) { try await exchange.client("list", wrong) }
            await front.stop()
        }
    }

    @Test func `curl comes in by Kerberos, and not without a ticket`() async throws {
        let realm = try await KerberosRealm.shared
        let robot = SandboxUser(
            login: "robot", password: Secret("\(UUIDv7())"), name: "Robot", addresses: ["robot@example.com"])
        try await RunningExchange.run([robot], Self.options) { exchange in
            let front = try await ExchangeFront.start(before: exchange.port, secret: Self.secret, realm: realm)
            let ticket = try await realm.ticket()
            func status(_ cache: String) async throws -> String {
                try await Tool.outcome(
                    "env",
                    [
                        "KRB5_CONFIG=\(realm.configuration)", "KRB5CCNAME=\(cache)", "curl", "--silent", "--negotiate",
                        "--user", ":", "--output", "/dev/null", "--write-out", "%{http_code}", "--data", "<a/>",
                        "http://localhost:\(front.port)\(ExchangeServer.path)",
                    ]
                ).text
            }
            // Nonsense gets a fault once it is known who says it.
            let with = try await status(ticket)
            let without = try await status("MEMORY:none")
            #expect([with, without] == ["500", "401"])
            #expect(exchange.server.faults.calls.map(\.user) == ["robot"])
            await front.stop()
        }
    }

    @Test func `only the front says who somebody is`() async throws {
        try await RunningExchange.run([.desk], Self.options) { exchange in
            func status(_ secret: String) async throws -> String {
                try await Tool.outcome(
                    "curl",
                    [
                        "--silent", "--output", "/dev/null", "--write-out", "%{http_code}", "--header",
                        "Sandbox-Front-Secret: \(secret)", "--header", "Sandbox-Front-User: desk",
                        ExchangeServer.url(port: exchange.port),
                    ]
                ).text
            }
            let right = try await status(Self.secret)
            let wrong = try await status("guess")
            #expect([right, wrong] == ["200", "401"])
        }
    }
}
