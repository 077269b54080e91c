import Connecting
import ConnectingTesting
import Diagnostics
import Peers
import Sandbox
import Testing
import Wire

@testable import Connectors

/// Web services over TLS, with certificates of the tests' own authority.
@Suite struct ExchangeTLSTests {
    private static let authority = Task { try await TestAuthority.make() }

    private func serving<T>(
        _ kind: TestAuthority.Kind, _ body: (RunningExchange, _ ca: String) async throws -> T
    ) async throws -> T {
        let authority = try await Self.authority.value
        var options = ExchangeServer.Options.quick
        options.certificate = ExchangeCertificate(
            certificate: authority.certificate(kind), key: authority.key(kind))
        return try await RunningExchange.run([.desk, .ann], options) { exchange in
            try await body(exchange, authority.certificate)
        }
    }

    private func url(_ exchange: RunningExchange) -> String {
        "https://localhost:\(exchange.port)\(ExchangeServer.path)"
    }

    @Test func `letters go, come and are told of`() async throws {
        try await serving(.good) { exchange, ca in
            let url = url(exchange)
            let connector = exchange.connector {
                $0.url = url
                $0.tls.ca = ca
            }
            let found = try await connector.check()
            #expect(found.contains("encrypted"), "\(found)")
            let receiving = try await connector.open("INBOX", acknowledging: .seen)
            let start = try await receiving.look(after: nil, limit: 10)
            let sending = try await exchange.connector(as: .ann) {
                $0.url = url
                $0.tls.ca = ca
            }.open()
            let report = Report()
            await sending.send([annsLetter(1, to: ["desk@example.com"])], report.add)
            await sending.close()
            #expect(report[0]?.state == .sent)
            var cursor = start.cursor
            var items: [FolderItem] = []
            while items.isEmpty {
                try await receiving.wait(atMost: .seconds(600))
                let look = try await receiving.look(after: cursor, limit: 10)
                cursor = look.cursor
                items = look.items
            }
            #expect(items.count == 1)
            #expect(exchange.server.faults.calls.contains { $0.operation == "GetStreamingEvents" })
            await receiving.close()
        }
    }

    @Test(arguments: [
        (TestAuthority.Kind.stranger, "is signed by nobody whom this machine trusts"), (.selfSigned, "self-signed"),
        (.expired, "expired"), (.otherHost, "localhost"),
    ]) func `a certificate that proves nothing is refused, and nothing is said to who shows it`(
        kind: TestAuthority.Kind, words: String
    ) async throws {
        try await serving(kind) { exchange, ca in
            let url = url(exchange)
            do throws(Failure) {
                _ = try await exchange.connector {
                    $0.url = url
                    $0.tls.ca = ca
                }.check()
                Issue.record("it was let through")
            } catch {
                #expect(error.code == .certificateRefused)
                #expect(error.message.contains(words), "\(error)")
                #expect(!error.help.isEmpty)
            }
            #expect(exchange.server.faults.calls == [])
        }
    }
}
