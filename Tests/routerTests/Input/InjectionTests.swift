import ConnectingTesting
import Testing

@Suite struct `No data can add to a letter what its route does not write` {
    private static let route = """
        kind: send
        attributes:
          Address: {type: string}
          Name: {type: string}
          Person: {type: account}
          Copies: {type: string, array: true}
          Subject: {type: string}
          Case: {type: string}
          Tags: {type: string, array: true}
          Title: {type: string}
          Place: {type: string}
          Key: {type: string}
          Details: {type: string}
          File: {type: document}
        email:
          from: {address: robot@example.test, name: "<Name|Robot>"}
          reply-to: {address: "<Address|desk@example.test>"}
          to: [{address: "<Address|ivan@example.test>", name: "<Name|>"}, {account: <Person>}]
          cc: {address: "<Copies>"}
          subject: "<Subject|hello>"
          body: {text: "<Details|hello>"}
          attachments: [<File>]
          headers: {X-Case: "<Case|none>", X-Tags: "<Tags>"}
          meeting:
            key: "<Key|one>"
            start: 2026-12-01T10:00
            title: "<Title|hello>"
            location: "<Place|>"
            description: "<Details|>"

        """

    private static func workspace(_ server: ScriptedServer) throws -> TemporaryWorkspace {
        let workspace = try Desk.workspace(port: server.port)
        try workspace.write("routes/all.yaml", route)
        return workspace
    }

    static let fields: [(pointer: String, data: @Sendable (String) -> String)] = [
        ("/Address", { #"{"Address": "\#($0)"}"# }),
        ("/Name", { #"{"Name": "\#($0)"}"# }),
        ("/Person/Name", { #"{"Person": {"Name": "\#($0)", "Address": "a@example.test"}}"# }),
        ("/Person/Address", { #"{"Person": {"Name": "A", "Address": "\#($0)"}}"# }),
        ("/Person", { #"{"Person": "\#($0)"}"# }),
        ("/Copies/0", { #"{"Copies": ["\#($0)"]}"# }),
        ("/Subject", { #"{"Subject": "\#($0)"}"# }),
        ("/Case", { #"{"Case": "\#($0)"}"# }),
        ("/Tags/1", { #"{"Tags": ["a", "\#($0)"]}"# }),
        ("/File/Name", { #"{"File": {"Name": "\#($0)", "Extension": ".txt", "Content": "aGk="}}"# }),
        ("/File/Extension", { #"{"File": {"Name": "a", "Extension": ".\#($0)", "Content": "aGk="}}"# }),
    ]

    @Test(arguments: fields.indices)
    func `a line break or a NUL in one line's place is refused with its pointer`(field: Int) async throws {
        let server = try ScriptedServer()
        let workspace = try Self.workspace(server)
        let (pointer, data) = Self.fields[field]
        for control in [#"\r\n"#, #"\n"#, #"\r"#, #"\u0000"#] {
            let value = "a@example.test\(control)Bcc: thief@example.test"
            let outcome = try await workspace.send("all", data(value), "--json")
            #expect(outcome.status == 65, "\(pointer) \(control): \(outcome.told)")
            #expect(
                try outcome.json.error.details.items.contains { $0.pointer.text == pointer },
                "\(pointer) \(control): \(outcome.told)")
            #expect(!outcome.stdout.contains("\u{0}") && !outcome.stdout.contains("\r"))
        }
        #expect(server.record.connections == 0)
    }

    @Test(arguments: ["Title", "Place", "Details", "Subject", "Case", "Name"])
    func `what may hold anything stays in its place`(field: String) async throws {
        let server = try ScriptedServer()
        let workspace = try Self.workspace(server)
        // No line break for those that are one line.
        let isText = ["Title", "Place", "Details"].contains(field)
        let hostile =
            #"a;b,c\"d<x@y.z>: =?utf-8?q?x?= \\n\\, "# + (isText ? #"\r\nEND:VCALENDAR\r\n.\r\nBcc: t@x.y"# : "")
        let outcome = try await workspace.send("all", #"{"\#(field)": "\#(hostile)"}"#)
        #expect(outcome.status == 0, "\(outcome.told)")
        let letter = try #require(server.deliveries.first)
        #expect(server.deliveries.count == 1)
        #expect(letter.recipients == ["ivan@example.test"])
        let head = try #require(letter.text.firstRange(of: "\r\n\r\n").map { letter.text[..<$0.lowerBound] })
        #expect(!head.contains("\r\nBcc:") && head.contains("\r\nTo: "))
    }

    @Test(arguments: ["Title", "Place", "Details"])
    func `a NUL has no place in an invitation`(field: String) async throws {
        let server = try ScriptedServer()
        let workspace = try Self.workspace(server)
        let outcome = try await workspace.send("all", #"{"\#(field)": "a\u0000b"}"#)
        #expect(outcome.status == 65, "\(outcome.told)")
        #expect(server.record.connections == 0)
    }

    @Test func `data can't add recipients to one address`() async throws {
        let server = try ScriptedServer()
        let workspace = try Self.workspace(server)
        for address in [
            "a@example.test,b@example.test", "a@example.test; b@example.test", "A <a@example.test>", "a@b@c",
        ] {
            let outcome = try await workspace.send("all", #"{"Address": "\#(address)"}"#)
            #expect(outcome.status == 65, "\(outcome.told)")
            #expect(outcome.stderr.hasPrefix("standard input: /Address: expected one e-mail address"))
        }
        #expect(server.record.connections == 0)
    }
}
