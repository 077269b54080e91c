import Connectors
import Diagnostics
import Engine
import Glibc
import Settings
import Testing

/// A workspace in a folder of its own that is gone after the test.
final class TemporaryWorkspace {
    let path: String
    private(set) var workspace: Workspace

    /// Writes texts by path, such as `routes/invite.yaml`, and reads the workspace.
    init(_ files: [String: String]) throws {
        var template = Array("/tmp/router-workspace-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, text) in files { try Self.write(text, to: "\(path)/\(name)") }
        workspace = Self.load(path)
    }

    deinit { _ = Self.forEach(path) { remove($0) } }

    /// The route of a name, and all that is wrong with the workspace when there is none.
    func route(_ name: String) throws -> SendRoute {
        let complaints = workspace.findings.sorted.map { $0.printed() }.joined()
        return try #require(workspace.route(name), "\(complaints)")
    }

    static func load(_ path: String) -> Workspace {
        let substitutions = Substitutions(
            environment: { _ in nil },
            file: { _ throws(Substitutions.FileProblem) in throw Substitutions.FileProblem("is not asked for") })
        return WorkspaceLoader.load(
            WorkspaceFolder(path: path), connectors: connectors, substitutions: substitutions)
    }

    private static func write(_ text: String, to path: String) throws {
        var slash = path.startIndex
        while let next = path[path.index(after: slash)...].firstIndex(of: "/") {
            mkdir(String(path[..<next]), 0o755)
            slash = next
        }
        let file = try #require(fopen(path, "w"))
        defer { fclose(file) }
        try #require(fwrite(text, 1, text.utf8.count, file) == text.utf8.count)
    }

    /// Everything in a folder, then the folder itself.
    private static func forEach(_ path: String, _ body: (String) -> CInt) -> CInt {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { _ = forEach("\(path)/\(name)", body) }
            }
            closedir(directory)
        }
        return body(path)
    }
}
