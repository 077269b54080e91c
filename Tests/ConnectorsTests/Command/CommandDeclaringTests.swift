import Connecting
import Diagnostics
import Settings
import Testing

@testable import Connectors

@Suite struct CommandDeclaringTests {
    @Test(
        arguments: [
            ("run: [/bin/sh, -c, exit 0]", nil),
            ("run: sh", nil),
            (
                "run: bin/handle --fast",
                "error: a command is a list: no shell takes it apart (write 'run: [bin/handle, --fast]')"
            ),
            ("run: []", "error: no program is named (write run: [bin/handle, --fast])"),
            (
                "run: [bin/handle]",
                "error: the program 'bin/handle' does not exist (check the path: it is relative to the workspace)"
            ),
            (
                "run: sh\nenvironment: {\"a=b\": x}",
                "error: 'a=b' is not a variable's name (write it as API_TOKEN)"
            ),
            (
                "run: sh\nenvironment: {ROUTER_ROUTE: x}",
                "error: variables that begin with ROUTER_ are router's own (choose another name)"
            ),
            ("run: sh\ntimeout: 0s", "error: nothing can be done within no time (write it as 60s)"),
        ])
    func `what is wrong is told with its remedy`(_ lines: String, _ expected: String?) throws {
        let source = Source(path: "connections/program.yaml", text: "kind: command\n\(lines)\n")
        var reader = Reader(Substitutions(environment: { _ in "value" }, file: { _ in "value" }))
        let node = try #require(YAMLReader.read(source, &reader.findings))
        let reading = try #require(CommandConnector.kind.shape.read(node, &reader))
        #expect(reading.isWhole)
        CommandConnector.check(
            reading, in: Surroundings(connection: "program", folder: "/nowhere"), &reader.findings)
        let said = reader.shown.sorted.map { "\($0.severity.rawValue): \($0.message) (\($0.help ?? ""))" }
        #expect(said == (expected.map { [$0] } ?? []))
    }
}
