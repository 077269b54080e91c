import Connecting
import Diagnostics
import Settings
import Testing

@testable import Connectors

/// What is said about a connection's file before anything is reached.
@Suite struct ExchangeDeclaringTests {
    private func said(_ lines: String) throws -> [String] {
        let source = Source(path: "connections/mail.yaml", text: "kind: exchange\n\(lines)\n")
        var reader = Reader(Substitutions(environment: { _ in "a-value" }, file: { _ in "value" }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        let kind = ExchangeConnector.kind
        if let reading = kind.shape.read(node, &reader), reading.isWhole {
            ExchangeConnector.check(reading, &reader.findings)
        }
        return reader.findings.sorted.map { "\($0.severity): \($0.message)" }
    }

    private static let url = "url: https://mail.example.com/EWS/Exchange.asmx"

    @Test(arguments: [
        (url, []),
        ("url: mail.example.com", ["error: the URL in 'url' has no scheme"]),
        (
            "url: https://outlook.office365.com/EWS/Exchange.asmx",
            ["warning: Exchange Online blocks EWS since 1 October 2026 and ends it on 1 April 2027"]
        ),
        (
            "url: http://mail.example.com/EWS/Exchange.asmx",
            ["warning: letters and the login go over the network in clear text"]
        ),
        ("url: http://127.0.0.1/EWS/Exchange.asmx", []),
        ("url: https://mail.example.com/owa", ["warning: Exchange Web Services are seldom there"]),
        ("\(url)\nmailbox: desk", ["error: this is not a mailbox's address"]),
        ("\(url)\npoll-interval: 0s", ["error: letters can't be looked for without a pause"]),
        ("\(url)\nversion: Exchange2010_SP2\nimpersonate: true\nstreaming: false\nverify-recipients: true", []),
    ]) func `what does not go together is told`(lines: String, words: [String]) throws {
        #expect(try said(lines) == words)
    }
}
