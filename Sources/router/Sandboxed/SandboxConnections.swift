import Diagnostics
import Engine
import Glibc
import Sandbox

/// Connections to the sandbox, to be pasted or written into a workspace.
struct SandboxConnections {
    /// What files begin with that may be written anew.
    private static let mark = "# A connection to `router sandbox`, which writes it anew with --save."
    private static let secret = "connections/sandbox.password"

    private let password: String
    /// Names and texts; the password is left out.
    private let texts: [(name: String, text: String)]

    init(_ sides: SandboxSides, _ users: [SandboxUser]) {
        let user = users[0]
        password = user.password.reveal()
        let sender = "{address: \(Self.quoted(user.address)), name: \(Self.quoted(user.name))}"
        let login = Self.quoted(user.login)
        func auth(_ secret: String) -> String { "auth: {type: basic, username: \(login), password: \(secret)}" }
        texts = [
            (
                "sandbox-smtp",
                """
                kind: smtp
                host: \(SandboxSides.host)
                port: \(sides.smtp)
                encryption: none
                \(auth("PASSWORD"))
                sender: \(sender)

                """
            ),
            (
                "sandbox-imap",
                """
                kind: imap
                host: \(SandboxSides.host)
                port: \(sides.imap)
                encryption: none
                \(auth("PASSWORD"))

                """
            ),
            (
                "sandbox-exchange",
                """
                kind: exchange
                url: \(sides.exchange)
                \(auth("PASSWORD"))
                sender: \(sender)

                """
            ),
        ]
    }

    /// As a person pastes them; the password comes from the environment.
    var pasted: [(name: String, text: String)] { filled(#""${env:SANDBOX_PASSWORD}""#) }

    private func filled(_ secret: String) -> [(name: String, text: String)] {
        texts.map { ($0.name, $0.text.replacing("PASSWORD", with: secret, maxReplacements: 1)) }
    }

    /// YAML's double quotes, which are JSON's.
    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    // MARK: Saving

    /// The workspace that is written into.
    static func folder(_ named: String?) throws(CommandFailure) -> String {
        let named = named ?? getenv("ROUTER_WORKSPACE").map { String(cString: $0) }
        guard let folder = WorkspaceFolder.find(named: named, from: SandboxCommand.currentFolder), folder.isWorkspace
        else {
            throw CommandFailure(
                .noInput, "no-workspace", "there is no workspace to write the connections into",
                help: "call it in one, name it with --workspace, or make one with 'router init'")
        }
        return folder.path
    }

    /// Writes them as files; nothing that somebody else wrote is touched.
    func save(in folder: String, _ terminal: Terminal) throws(CommandFailure) {
        try NewFile.makeFolder("\(folder)/connections")
        let files = filled("\"${file:\(Self.secret)}\"").map {
            ("connections/\($0.name).yaml", Self.mark + "\n" + $0.text)
        }
        for (path, _) in files where !Self.isOurs("\(folder)/\(path)") {
            throw CommandFailure(
                .notWritable, "exists", "'\(path)' is not a file that 'router sandbox' wrote",
                help: "rename it, or leave --save out and paste what is printed")
        }
        try NewFile.write(Array("\(password)\n".utf8), to: "\(folder)/\(Self.secret)")
        for (path, text) in files {
            // A service that watches the folder finds each file whole.
            let draft = "\(folder)/\(path).new"
            try NewFile.write(Array(text.utf8), to: draft, mode: 0o644)
            guard rename(draft, "\(folder)/\(path)") == 0 else {
                throw CommandFailure(
                    .notWritable, "not-writable", "'\(path)' can't be written: \(String(cString: strerror(errno)))",
                    help: "see who may write into 'connections'")
            }
        }
    }

    private static func isOurs(_ path: String) -> Bool {
        guard NewFile.exists(path) else { return true }
        guard let text = try? TextFile.read(path, limit: 65_536) else { return false }
        return text.hasPrefix(mark)
    }
}
