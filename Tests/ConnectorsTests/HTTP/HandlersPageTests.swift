import Attributes
import Connecting
import Diagnostics
import Peers
import Testing

@testable import Connectors

/// What the page about handlers shows is run.
@Suite struct HandlersPageTests {
    private static let body = Array("{\"Subject\":\"Тема\"}".utf8)
    private static let time = Instant(seconds: 1_790_000_000)

    /// The first piece of a language on the page.
    private func piece(_ language: String) throws -> String {
        let page = String(decoding: Folder.read("\(Python.packageFolder)/Docs/Handlers.md"), as: UTF8.self)
        let part = try #require(page.split(separator: "```\(language)\n").dropFirst().first)
        return String(part[..<(try #require(part.firstRange(of: "```\n")?.lowerBound))])
    }

    private func isTaken(_ header: String, _ body: [UInt8], secret: String, at now: Int64) async throws -> Bool {
        let program =
            try piece("python")
            + "\nimport sys\nprint(is_from_router(sys.argv[1], sys.stdin.buffer.read(), sys.argv[2], float(sys.argv[3])))\n"
        let said = try await Peers.Tool.require("python3", ["-c", program, header, secret, "\(now)"], input: body)
        return said == "True\n"
    }

    @Test func `the Python on the page knows our signature, and no other`() async throws {
        let header = try HTTPSignature.header(Self.body, at: Self.time, [Secret("new secret"), Secret("old secret")])
        let now = Self.time.seconds
        #expect(try await isTaken(header, Self.body, secret: "new secret", at: now))
        #expect(try await isTaken(header, Self.body, secret: "old secret", at: now + 299))
        #expect(try await !isTaken(header, Self.body, secret: "old secret", at: now + 301))
        #expect(try await !isTaken(header, Self.body, secret: "another", at: now))
        #expect(try await !isTaken(header, Self.body + [0x20], secret: "new secret", at: now))
        #expect(
            try await !isTaken(
                header.replacing("\(now)", with: "\(now + 1)"), Self.body, secret: "new secret", at: now))
        #expect(try await !isTaken("", Self.body, secret: "new secret", at: now))
        #expect(try await !isTaken("t=,v1=", Self.body, secret: "", at: now))
    }

    @Test func `the shell on the page makes our signature`() async throws {
        let folder = Folder()
        let file = folder.write("body", Self.body)
        let header = try HTTPSignature.header(Self.body, at: Self.time, [Secret("a secret")])
        let program = try piece("sh") + "\nsignature_of \"$@\"\n"
        let said = try await Peers.Tool.require(
            "sh", ["-c", program, "sh", "\(Self.time.seconds)", "a secret", file])
        #expect(header == "t=\(Self.time.seconds),v1=\(said.prefix { $0 != "\n" })")
    }

    @Test func `each connection on the page is right`() throws {
        let page = String(decoding: Folder.read("\(Python.packageFolder)/Docs/Handlers.md"), as: UTF8.self)
        let pieces = page.split(separator: "```yaml\n").dropFirst().map { part in
            part.firstRange(of: "```\n").map { String(part[..<$0.lowerBound]) } ?? ""
        }
        for kind in [HTTPConnector.kind, CommandConnector.kind, FolderConnector.kind] {
            #expect(pieces.contains(kind.example + "\n") || pieces.contains(kind.example), "\(kind.name)")
        }
    }
}
