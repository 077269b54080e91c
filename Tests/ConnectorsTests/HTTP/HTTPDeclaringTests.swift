import Connecting
import Diagnostics
import Settings
import Testing

@testable import Connectors

@Suite struct HTTPDeclaringTests {
    private func said(_ lines: String) throws -> [String] {
        let source = Source(path: "connections/bpm.yaml", text: "kind: http\n\(lines)\n")
        var reader = Reader(
            Substitutions(
                environment: { $0 == "BLANK" ? "" : "a value that is long enough" },
                file: { _ throws(Substitutions.FileProblem) in throw Substitutions.FileProblem("does not exist") }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        let reading = try #require(HTTPConnector.kind.shape.read(node, &reader))
        if reading.isWhole { HTTPConnector.check(reading, &reader.findings) }
        return reader.shown.sorted.map { "\($0.severity.rawValue): \($0.message) (\($0.help ?? ""))" }
    }

    @Test(
        arguments: [
            ("url: https://bpm.example.com/messages", nil),
            ("url: http://localhost:8080", nil),
            ("url: bpm.example.com", "error: the URL in 'url' has no scheme (write 'https://' in front of it)"),
            (
                "url: http://bpm.example.com",
                "warning: letters go over the network in clear text (write https:// instead)"
            ),
            (
                "url: http://bpm\nauth: {type: bearer, token: \"${env:T}\"}",
                "error: 'token' holds characters that no token has (write \"${env:API_TOKEN}\" or \"${file:path}\", "
                    + "with nothing else in it)"
            ),
            (
                "url: http://bpm\nauth: {username: robot, password: \"${env:T}\"}",
                "warning: letters and the login go over the network in clear text (write https:// instead)"
            ),
            (
                "url: https://robot:x@bpm.example.com",
                "error: the URL in 'url' has a name or a password in it (take what stands before the @ away)"
            ),
            ("url: https://bpm/#top", "error: what stands behind # never reaches a server (take it away)"),
            (
                "url: https://bpm\nsecret: \"${env:BLANK}\"",
                "error: the secret is blank (give it a value; 'openssl rand -hex 32' makes one)"
            ),
            ("url: https://bpm\nsecret: [\"${env:A}\", \"${env:B}\"]", nil),
            (
                "url: https://bpm\nsecret: [\"${env:A}\", \"${env:B}\", \"${env:C}\"]",
                "error: there are 3 secrets (write the new one and the one that it replaces)"
            ),
            (
                "url: https://bpm\nmethod: GET",
                "error: 'GET' is not a method that carries a message (write one of: POST, PUT, PATCH)"
            ),
            (
                "url: https://bpm\nheaders: {Content-Type: text/plain}",
                "error: 'Content-Type' is set by router itself (delete it, or choose another name)"
            ),
            (
                "url: https://bpm\nheaders: {Authorization: x}",
                "error: 'Authorization' is a login, which has a key of its own (write auth: {type: bearer, token: "
                    + "\"${env:API_TOKEN}\"}, or another type of auth:)"
            ),
            (
                "url: https://bpm\nheaders: {\"a b\": x}",
                "error: this is not a header's name (write it as X-Tenant: letters, digits and -)"
            ),
            (
                "url: https://bpm\nauth: {username: \"a:b\", password: \"${env:T}\"}",
                "error: no user name of a basic login has a colon in it (write {type: basic, username: robot, "
                    + "password: \"${env:API_PASSWORD}\"})"
            ),
            ("url: https://bpm\nauth: {type: header, name: X-API-Key, value: \"${env:T}\"}", nil),
            (
                "url: https://bpm\nauth: {type: oauth2, token-url: https://login.example.com/token, client-id: router, "
                    + "client-secret: \"${env:S}\", scope: bpm}", nil
            ),
            ("url: https://bpm\nauth: {type: windows, domain: CORP, username: robot, password: \"${env:T}\"}", nil),
            ("url: https://bpm\ntimeout: 0s", "error: nothing can be answered within no time (write it as 60s)"),
        ])
    func `what is wrong is told with its remedy`(_ lines: String, _ expected: String?) throws {
        #expect(try said(lines) == (expected.map { [$0] } ?? []))
    }
}
