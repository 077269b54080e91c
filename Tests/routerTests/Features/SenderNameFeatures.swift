import Testing

@Suite struct SenderNameFeatures {
    private static func workspace(_ from: String, sender: String) throws -> TemporaryWorkspace {
        try TemporaryWorkspace.of([
            "connections/box.yaml": "kind: maildir\npath: var/mail\ndefault: true\n\(sender)\n",
            "routes/note.yaml": """
            kind: send
            attributes: {Team: string}
            email: {from: \(from), to: a@example.com, subject: x, body: x}

            """,
        ])
    }

    private static let sender = "sender: {address: robot@example.com, name: Robot}"

    @Test(arguments: [
        ("{name: HR}", "{}", "HR"), (#"{name: "Team <Team|>"}"#, #"{"Team": "A"}"#, "Team A"),
        (#"{name: "<Team|>"}"#, "{}", "Robot"),
    ])
    func `a route gives the sender another name and keeps the address`(
        from: String, data: String, name: String
    ) async throws {
        let workspace = try Self.workspace(from, sender: Self.sender)
        let outcome = try await workspace.router("preview", "note", "--data", "-", "--json", stdin: Array(data.utf8))
        #expect(outcome.status == 0, "\(outcome.told)")
        #expect(try outcome.json.from.address == "robot@example.com")
        #expect(try outcome.json.from.name.text == name)
    }

    @Test func `a name without an address beside it is no sender`() async throws {
        let outcome = try await Self.workspace("{name: HR}", sender: "").router("check")
        #expect(outcome.status == 78)
        #expect(outcome.stderr.contains("neither the route nor its connection names a sender"), "\(outcome.told)")
    }
}
