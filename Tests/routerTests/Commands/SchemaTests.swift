import Peers
import Testing

@Suite struct `schema helps an editor` {
    @Test(arguments: ["route", "connection"])
    func `it is JSON Schema, and takes what the sample workspace holds`(subject: String) async throws {
        let schema = try await Program.run(["schema", subject], in: "/")
        #expect(schema.status == 0)
        let files = try await Tool.require("find", ["\(subject)s", "-name", "*.yaml"], folder: Python.packageFolder)
        let paths = files.split(separator: "\n").map { "\(Python.packageFolder)/\($0)" }
        #expect(!paths.isEmpty)
        let said = try await Python.run("check_schema.py", input: Array(schema.stdout.utf8), arguments: paths)
        #expect(String(decoding: said, as: UTF8.self) == "")
    }

    @Test(arguments: [
        ("route", "kind: send\ncolour: red\nemail: {to: a@b.c, subject: x, body: y}\n", "'colour' was unexpected"),
        (
            "route", "kind: send\nbus: 7\nemail: {to: a@b.c, subject: x, body: y}\n",
            "7 is greater than the maximum of 3"
        ),
        ("route", "kind: send\n", "'email' is a required property"),
        ("route", "kind: send\nattributes: {A: {type: strin}}\nemail: {to: a, subject: x, body: y}\n", "not valid"),
        ("connection", "kind: smtp\n", "is not valid under any of the given schemas"),
        ("connection", "kind: pigeon\n", "is not valid under any of the given schemas"),
    ])
    func `and refuses what is wrong`(subject: String, yaml: String, words: String) async throws {
        let folder = try TemporaryWorkspace.of(["wrong.yaml": yaml])
        let schema = try await Program.run(["schema", subject], in: "/")
        let said = try await Python.run(
            "check_schema.py", input: Array(schema.stdout.utf8), arguments: [folder.path("wrong.yaml")])
        #expect(String(decoding: said, as: UTF8.self).contains(words), "\(String(decoding: said, as: UTF8.self))")
    }

    @Test func `an object's fields are known to it`() async throws {
        let folder = try TemporaryWorkspace.of([
            "right.yaml": """
            kind: send
            attributes:
              Order: {type: object, required: true, fields: {Number: string, Total: {type: number, required: false}}}
            email: {to: a@b.c, subject: x, body: y}

            """
        ])
        let schema = try await Program.run(["schema", "route"], in: "/")
        let said = try await Python.run(
            "check_schema.py", input: Array(schema.stdout.utf8), arguments: [folder.path("right.yaml")])
        #expect(String(decoding: said, as: UTF8.self) == "")
    }
}
