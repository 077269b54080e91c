import Peers

/// A workspace whose default connection is a real mail server of the tests.
struct Desk: Sendable {
    let office: PostOffice
    let workspace: TemporaryWorkspace

    /// Where the password stands: never in a file.
    static let environment = ["DESK_PASSWORD": Dovecot.password]

    /// The sample workspace, with the connection `corporate` in place of its mailbox, and the route `note`.
    static func open(
        at door: Listener = .authenticating, _ settings: String = login, files: [String: String] = [:]
    ) async throws -> Desk {
        let office = try await PostOffice.shared
        let workspace = try await TemporaryWorkspace.sample([
            "connections/corporate.yaml": connection(
                port: office.postfix.port(door),
                settings.replacing("CA", with: office.authority.certificate)),
            "routes/note.yaml": note,
        ])
        try workspace.remove("connections/local.yaml")
        for (path, text) in files { try workspace.write(path, text) }
        return Desk(office: office, workspace: workspace)
    }

    /// The same over a server of another kind.
    static func workspace(port: Int, _ settings: String = "encryption: none\ntimeout: 5s\n") throws
        -> TemporaryWorkspace
    {
        try TemporaryWorkspace.of([
            "connections/corporate.yaml": connection(port: port, settings), "routes/note.yaml": note,
        ])
    }

    static let login = """
        encryption: tls
        auth: {type: basic, username: robot@example.test, password: "${env:DESK_PASSWORD}"}
        tls: {ca: CA}

        """

    static let note = """
        kind: send
        attributes:
          To: {type: string, array: true, required: true}
          Hidden: {type: string, array: true}
          From: {type: string}
          Title: {type: string, required: true}
          Body: {type: string}
          File: {type: document}
        email:
          from: {address: "<From|>"}
          cc: {address: <To>}
          bcc: {address: <Hidden>}
          subject: <Title>
          body: {text: "<Body|A letter.>"}
          attachments: [<File>]

        """

    /// What the route `note` takes.
    static func data(to addresses: String..., from: String? = nil, body: String? = nil) -> String {
        var members = [
            "\"To\": [\(addresses.map { "\"\($0)\"" }.joined(separator: ", "))]", "\"Title\": \"Привет\"",
        ]
        if let from { members.append("\"From\": \"\(from)\"") }
        if let body { members.append("\"Body\": \"\(body)\"") }
        return "{\(members.joined(separator: ", "))}"
    }

    private static func connection(port: Int, _ settings: String) -> String {
        """
        kind: smtp
        default: true
        host: localhost
        port: \(port)
        sender: {address: robot@example.test, name: Робот}
        \(settings)
        """
    }

    func send(_ route: String, _ data: String, _ more: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["send", route, "--data", "-"] + more, in: workspace.folder, stdin: Array(data.utf8),
            environment: Self.environment)
    }
}
