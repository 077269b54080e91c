import Connecting
import Diagnostics
import Settings
import Testing

@testable import Connectors

/// A connection's file as the program reads it.
struct ReadConnection {
    let reading: Reading
    var findings: Findings

    // The lines stand behind `kind: smtp`.
    init(_ lines: String, environment: [String: String] = [:], folder: String = "/nowhere") throws {
        let source = Source(path: "connections/mail.yaml", text: "kind: smtp\n\(lines)\n")
        var reader = Reader(
            Substitutions(
                environment: { environment[$0] ?? "value" },
                file: { _ throws(Substitutions.FileProblem) in throw Substitutions.FileProblem("does not exist") }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        reading = try #require(SMTPConnector.kind.shape.read(node, &reader))
        if reading.isWhole {
            SMTPConnector.check(
                reading, in: Surroundings(connection: "mail", folder: folder), &reader.findings)
        }
        findings = reader.shown
    }

    /// The findings, a line each: `host: error: the problem (the remedy)`.
    var said: [String] { findings.sorted.map { "\($0.severity.rawValue): \($0.message) (\($0.help ?? ""))" } }

    func place() throws -> String {
        try #require(reading.isWhole)
        return SMTPConnector(reading, in: Surroundings(connection: "mail", folder: "/nowhere")).place ?? ""
    }
}
