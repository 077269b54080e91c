import FoundationEssentials
import Glibc

/// A workspace in a folder of its own, which goes when the last reference to it does.
final class TemporaryWorkspace: Sendable {
    /// Absolute, without a slash at the end.
    let folder: String

    private init() throws {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/router-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// A folder with nothing in it.
    static func empty() throws -> TemporaryWorkspace { try TemporaryWorkspace() }

    /// What `router init` makes, with these files in place of its own or beside them.
    static func sample(_ files: [String: String] = [:]) async throws -> TemporaryWorkspace {
        let workspace = try TemporaryWorkspace()
        let made = try await Program.run(["init", "--quiet"], in: workspace.folder)
        guard made.status == 0 else { throw Program.Overtime(description: made.told) }
        for (path, text) in files { try workspace.write(path, text) }
        return workspace
    }

    /// These files and no others.
    static func of(_ files: [String: String]) throws -> TemporaryWorkspace {
        let workspace = try TemporaryWorkspace()
        for (path, text) in files { try workspace.write(path, text) }
        return workspace
    }

    /// A route `note` over a maildir: `To` and `Title` are all that it takes, and `routes` are added to it.
    static func small(_ files: [String: String] = [:]) throws -> TemporaryWorkspace {
        try of(
            [
                "connections/box.yaml": """
                kind: maildir
                default: true
                path: var/mail
                sender: {address: robot@example.test, name: Robot}

                """,
                "routes/note.yaml": """
                kind: send
                attributes:
                  To: {type: string, required: true, not-empty: true}
                  Title: {type: string, required: true, not-empty: true}
                email:
                  to: <To>
                  subject: <Title>
                  body: <Title>

                """,
            ].merging(files, uniquingKeysWith: { $1 }))
    }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    @discardableResult
    func write(_ name: String, _ bytes: [UInt8], mode: mode_t = 0o644) throws -> String {
        let path = path(name)
        let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
        chmod(path, mode)
        return path
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

    func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(filePath: path(name)))) }

    func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    func exists(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

    /// The paths of all files below a folder, relative to the workspace, sorted.
    func files(below name: String = "") throws -> [String] {
        let root = name.isEmpty ? folder : path(name)
        guard access(root, F_OK) == 0 else { return [] }
        return try FileManager.default.subpathsOfDirectory(atPath: root).filter { item in
            var status = stat()
            return stat("\(root)/\(item)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }.map { name.isEmpty ? $0 : "\(name)/\($0)" }.sorted()
    }

    /// The letters in the sample's and the small workspace's mailbox; none of them half written.
    var letters: [String] {
        get throws { try files(below: "var/mail").filter { $0.contains("/new/") }.map { try text($0) } }
    }

    /// Runs the program in the workspace's folder.
    @discardableResult
    func router(
        _ arguments: String..., stdin: [UInt8] = [], environment: [String: String] = [:],
        deadline: Swift.Duration = .seconds(180)
    ) async throws -> Program.Outcome {
        try await Program.run(arguments, in: folder, stdin: stdin, environment: environment, deadline: deadline)
    }

    /// `router send ROUTE --data -`.
    func send(_ route: String, _ data: String, _ more: String..., environment: [String: String] = [:]) async throws
        -> Program.Outcome
    {
        try await Program.run(
            ["send", route, "--data", "-"] + more, in: folder, stdin: Array(data.utf8), environment: environment)
    }
}
