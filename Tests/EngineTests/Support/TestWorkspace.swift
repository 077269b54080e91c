import Connecting
import Connectors
import Diagnostics
import Glibc
import Settings

@testable import Engine

/// A workspace in a folder of its own, which goes when it does.
final class TestWorkspace {
    let folder: String
    /// The kinds of connections that it knows.
    var kinds = connectors

    struct Problem: Error { var path: String }

    /// Writes the files by path; a connection that letters can go through is there unless the files bring some.
    init(_ files: [String: String]) throws {
        var template = Array("/tmp/router-workspace-XXXXXX".utf8CString)
        guard let path = mkdtemp(&template) else { throw Problem(path: "/tmp") }
        folder = String(cString: path)
        if !files.keys.contains(where: { $0.hasPrefix("connections/") }) {
            try write(
                "kind: maildir\npath: mail\ndefault: true\nsender: {address: robot@example.com, name: Robot}",
                to: "connections/local.yaml")
        }
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { Self.remove(folder) }

    func write(_ text: String, to path: String) throws {
        try write(Array(text.utf8), to: path)
    }

    func write(_ bytes: [UInt8], to path: String) throws {
        var place = folder
        for part in path.split(separator: "/").dropLast() {
            place += "/\(part)"
            mkdir(place, 0o755)
        }
        guard let file = fopen("\(folder)/\(path)", "w") else { throw Problem(path: path) }
        defer { fclose(file) }
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Problem(path: path) }
    }

    /// The workspace with everything read; the environment has `OPS` and `SECRET`.
    func load() -> Workspace {
        WorkspaceLoader.load(
            WorkspaceFolder(path: folder), connectors: kinds,
            substitutions: Substitutions(
                environment: { ["OPS": "ops@example.com", "SECRET": "hunter2"][$0] },
                file: { path throws(Substitutions.FileProblem) in
                    throw Substitutions.FileProblem("does not exist")
                }))
    }

    /// All diagnostics, one a line: place, the words that are underlined, problem and remedy.
    var said: String { Self.said(load().findings.sorted) }

    /// All diagnostics as a terminal shows them.
    var printed: String { load().findings.sorted.map { $0.printed() }.joined() }

    static func said(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map { diagnostic in
            let place = diagnostic.span.map { ":\($0.start.line)" } ?? ""
            let severity = diagnostic.severity == .warning ? "warning " : ""
            let words = diagnostic.excerpt == nil ? "" : " [\(underlined(diagnostic))]"
            return "\(severity)\(diagnostic.file)\(place)\(words): \(diagnostic.message)"
                + (diagnostic.help.map { " (\($0))" } ?? "")
        }.joined(separator: "\n")
    }

    private static func underlined(_ diagnostic: Diagnostic) -> String {
        guard let span = diagnostic.span, let excerpt = diagnostic.excerpt else { return "" }
        let line = excerpt.unicodeScalars.dropFirst(span.start.column - 1)
        let length = span.end.line == span.start.line ? span.end.column - span.start.column : line.count
        return String(String.UnicodeScalarView(line.prefix(length)))
    }

    private static func remove(_ path: String) {
        if let directory = opendir(path) {
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { remove("\(path)/\(name)") }
            }
            closedir(directory)
            rmdir(path)
        } else {
            unlink(path)
        }
    }
}
