import Attributes
import Peers
import Sandbox
import Testing

/// Streaming connections, as curl sees them: many envelopes in one answer.
struct StreamTests {
    private static let types = "http://schemas.microsoft.com/exchange/services/2006/types"
    private static let messages = "http://schemas.microsoft.com/exchange/services/2006/messages"

    private func call(
        _ exchange: RunningExchange, _ request: String, version: String = "Exchange2013"
    ) async throws -> String {
        let envelope = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="\(Self.types)" \
            xmlns:m="\(Self.messages)"><s:Header><t:RequestServerVersion Version="\(version)"/></s:Header>
            <s:Body>\(request)</s:Body></s:Envelope>
            """
        let answer = try await Tool.require(
            "curl",
            [
                "--silent", "--user", "ann:sesame", "--header", "Content-Type: text/xml; charset=utf-8",
                "--data-binary", "@-", "--max-time", "300", ExchangeServer.url(port: exchange.port),
            ], input: Array(envelope.utf8))
        let end = "</s:Envelope>"
        let envelopes = answer.split(separator: end).map { Array(($0 + end).utf8) }
        if EWSSchema.folder == nil { EWSSchema.tellAbsence() }
        let mistakes = try await EWSSchema.mistakes(in: envelopes)
        #expect(mistakes == [], "\(answer)")
        return answer
    }

    private func subscribe(_ exchange: RunningExchange) async throws -> String {
        let answer = try await call(
            exchange,
            "<m:Subscribe><m:StreamingSubscriptionRequest><t:FolderIds><t:DistinguishedFolderId Id='inbox'/></t:FolderIds>"
                + "<t:EventTypes><t:EventType>NewMailEvent</t:EventType></t:EventTypes></m:StreamingSubscriptionRequest>"
                + "</m:Subscribe>")
        let rest = answer.split(separator: "<m:SubscriptionId>").last ?? ""
        return String(rest.prefix { $0 != "<" })
    }

    private func listening(to ids: [String]) -> String {
        let list = ids.map { "<t:SubscriptionId>\($0)</t:SubscriptionId>" }.joined()
        return "<m:GetStreamingEvents><m:SubscriptionIds>\(list)</m:SubscriptionIds>"
            + "<m:ConnectionTimeout>1</m:ConnectionTimeout></m:GetStreamingEvents>"
    }

    private static let short: ExchangeServer.Options = {
        var options = ExchangeServer.Options()
        options.minute = .seconds(1)
        options.beat = .milliseconds(200)
        return options
    }()

    @Test func `what came before the connection is told first, and the server closes it in time`() async throws {
        try await RunningExchange.run([.desk, .ann], Self.short) { exchange in
            let id = try await subscribe(exchange)
            exchange.deliver("From: desk@example.com\r\nSubject: 1\r\n\r\nBody\r\n")
            let answer = try await call(exchange, listening(to: [id]))
            #expect(answer.split(separator: "<t:NewMailEvent>").count == 2)
            #expect(answer.contains("<m:ConnectionStatus>OK<"))
            #expect(answer.hasSuffix("</s:Envelope>"))
            let last = answer.split(separator: "<s:Envelope").last ?? ""
            #expect(last.contains("<m:ConnectionStatus>Closed<"))
            // It was told once.
            let again = try await call(exchange, listening(to: [id]))
            #expect(!again.contains("NewMailEvent"))
        }
    }

    @Test func `a subscription that ends closes its connections, and says which it was`() async throws {
        try await RunningExchange.run { exchange in
            let id = try await subscribe(exchange)
            async let answer = call(exchange, listening(to: [id]))
            // The first envelope comes once the connection listens; the server has noted the call by then.
            while !exchange.server.faults.calls.contains(where: { $0.operation == "GetStreamingEvents" }) {
                try await Task.sleep(for: .milliseconds(10))
            }
            let gone = try await call(
                exchange, "<m:Unsubscribe><m:SubscriptionId>\(id)</m:SubscriptionId></m:Unsubscribe>")
            #expect(gone.contains("NoError"))
            let words = try await answer
            #expect(words.contains("ErrorSubscriptionNotFound"))
            #expect(words.contains("<m:ErrorSubscriptionIds><m:SubscriptionId>\(id)<"))
        }
    }

    @Test func `versions before streams don't know them`() async throws {
        try await RunningExchange.run { exchange in
            let answer = try await call(exchange, listening(to: ["x"]), version: "Exchange2010")
            #expect(answer.contains("ErrorSchemaValidation"))
        }
    }
}
