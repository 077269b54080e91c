import Attributes
import Diagnostics
import Peers
import Testing

@testable import Settings

struct SchemaTests {
    @Test
    func `a schema says what may stand where`() {
        let shape = Shape(
            "a thing",
            [
                Sample.host, Sample.colour, Field<Int>("port", "The port", default: 25, shown: "25"), Sample.group,
            ])
        #expect(
            shape.jsonSchema.printed() == #"""
                {"type":"object","additionalProperties":false,"properties":{"host":{"description":"The server's name","type":["string","number","boolean"]},"colour":{"description":"Its colour (default: red)","anyOf":[{"enum":["red","green"]},{"type":"string","pattern":"\\$\\{(env|file):"}]},"port":{"description":"The port (default: 25)","type":["integer","string"],"pattern":"^[+-]?[0-9]+$|\\$\\{(env|file):"},"group":{"description":"Its group","type":"object","additionalProperties":false,"properties":{"name":{"description":"What it is called","type":["string","number","boolean"]}},"required":["name"]}},"required":["host"]}
                """#)
    }

    /// Files, each right or wrong both for the reader and for an editor with the schema.
    @Test(arguments: [
        "host: x", "host: 010", "host: true", "host: 'null'", "port: 1", "host: x\nport: 25", "host: x\nport: \"25\"",
        "host: x\nport: x", "host: x\nport: '${file:name.txt}1'", "host: x\nopen: true", "host: x\nopen: 'true'",
        "host: x\nopen: yes", "host: x\ncolour: red", "host: x\ncolour: blue", "host: x\nsize: 10MB",
        "host: x\nsize: 10",
        "host: x\nsize: 10 mib", "host: x\nsize: -1", "host: x\nsize: 10XB", "host: x\nwait: 1h30m",
        "host: x\nwait: 90",
        "host: x\nnames: [a, 1]", "host: x\nnames: a", "host: x\nnames: [[a]]", "host: x\ntags: a",
        "host: x\ntags: [a]",
        "host: x\ntags: {a: b}", "host: x\ngroup: {name: y}", "host: x\ngroup: {}", "host: x\ngroup: y",
        "host: x\ngroup: {name: y, z: 1}", "host: x\nkeyed: {a: 1}", "host: x\nkeyed: {a: x}", "host: x\nkeyed: [a]",
        "host: x\npassword: ${env:NAME}", "host: x\npassword: [a]", "hots: x", "- host", "host: {a: b}",
    ])
    func `reader and schema agree`(text: String) throws {
        let node = try #require(Read.yaml(text).node)
        var reader = Reader(Read.substitutions)
        _ = Sample.shape.read(node, &reader)
        // An unresolved number is beyond a schema; whether it is asked for is not.
        let isRight = reader.findings.errors == 0 || text.contains("${file")
        #expect(
            try SchemaChecker.accepts(Sample.shape.jsonSchema, JSON(asEditorsSee: node)) == isRight,
            "\(reader.findings.sorted)")
    }
}
