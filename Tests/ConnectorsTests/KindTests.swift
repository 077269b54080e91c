import Connecting
import Diagnostics
import Settings
import Testing

@testable import Connectors

@Suite struct KindTests {
    private func read(_ kind: Kind, _ text: String) throws -> (reading: Reading, findings: Findings) {
        let source = Source(path: "connections/example.yaml", text: text)
        var reader = Reader(Substitutions(environment: { _ in "a-value-of-some-length" }, file: { _ in "value" }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        let reading = try #require(kind.shape.read(node, &reader))
        return (reading, reader.findings)
    }

    @Test(arguments: connectors.map { $0.kind.name })
    func `every kind's example is read, found right and made a connector of`(_ name: String) throws {
        let type = try #require(connectors.first { $0.kind.name == name })
        var (reading, findings) = try read(type.kind, type.kind.example)
        #expect(reading.isWhole)
        type.check(reading, &findings)
        #expect(findings.sorted.map { $0.printed() } == [])
        _ = type.init(reading, in: Surroundings(connection: "example", folder: "/nowhere"))
    }

    @Test func `kinds have names of their own and say what they are`() {
        #expect(Set(connectors.map { $0.kind.name }).count == connectors.count)
        for connector in connectors {
            #expect(connector.kind.example.hasPrefix("kind: \(connector.kind.name)\n"))
            #expect(!connector.kind.summary.hasSuffix("."))
            for field in connector.kind.shape.fields {
                #expect(!field.doc.isEmpty && !field.doc.hasSuffix("."), "\(field.name)")
            }
        }
    }

    @Test(
        arguments: [
            (
                "host: smtp://mail.example.com", "a mail server's name has no scheme",
                "write 'host: mail.example.com'; 'encryption:' says ssl or tls"
            ),
            (
                "host: mail.example.com:465", "the port stands beside the host, not in it",
                "write 'host: mail.example.com' and 'port: 465'"
            ),
            ("host: mail.example.com\nport: 70000", "there is no port 70000", "write a number from 1 to 65535"),
            (
                "host: mail.example.com\nport: 465", "port 465 is for encryption from the first byte",
                "write 'encryption: ssl', or port 587"
            ),
            (
                "host: mail.example.com\nport: 587\nencryption: ssl", "encryption from the first byte is for port 465",
                "write 'encryption: tls', or port 465"
            ),
            (
                "host: mail.example.com\nencryption: none\nauth: {username: robot, password: \"${env:P}\"}",
                "the password goes over the network in clear text", "write 'encryption: tls' or 'ssl'"
            ),
            (
                "host: mail.example.com\ntls: {verify: false}",
                "anyone on the way can read and change the letters, and the password",
                "give the server's own authority as 'ca:' instead"
            ),
        ])
    func `what does not go together is told`(_ lines: String, _ message: String, _ help: String) throws {
        var (reading, findings) = try read(SMTPConnector.kind, "kind: smtp\n\(lines)\n")
        SMTPConnector.check(reading, &findings)
        #expect(findings.sorted.map(\.message) == [message])
        #expect(findings.sorted.map(\.help) == [help])
    }

    @Test(arguments: ["localhost", "127.0.0.1", "\"::1\""])
    func `a clear-text password stays on this machine`(_ host: String) throws {
        var (reading, findings) = try read(
            SMTPConnector.kind,
            "kind: smtp\nhost: \(host)\nencryption: none\nauth: {username: robot, password: \"${env:P}\"}\n")
        SMTPConnector.check(reading, &findings)
        #expect(findings.isEmpty)
    }
}
