import ArgumentParser
import Attributes
import Engine
import Glibc

/// What a shell offers where a route or a connection is named: those of the workspace that the line is about.
enum NameCompletion {
    static let routes = kind(.routes)
    static let connections = kind(.connections)
    static let both = kind(.routes, .connections)
    static let dataFiles = CompletionKind.file(extensions: ["json", "ndjson"])

    private static func kind(_ subjects: WorkspaceFolder.Subject...) -> CompletionKind {
        .custom { words, _, _ in names(of: subjects, in: words) }
    }

    /// - Parameters:
    ///   - subjects: What may be named here.
    ///   - words: The line so far.
    /// - Returns: Nothing when there is no workspace: a completion never complains.
    private static func names(of subjects: [WorkspaceFolder.Subject], in words: [String]) -> [String] {
        guard let folder = folder(words) else { return [] }
        return subjects.flatMap { folder.names(of: $0) }
    }

    /// The workspace that a line is about.
    static func folder(_ words: [String]) -> WorkspaceFolder? {
        var named = getenv("ROUTER_WORKSPACE").map { String(cString: $0) }
        if let place = words.firstIndex(of: "--workspace"), place + 1 < words.count {
            named = words[place + 1]
        } else if let word = words.first(where: { $0.hasPrefix("--workspace=") }) {
            named = String(word.dropFirst("--workspace=".count))
        }
        return WorkspaceFolder.find(named: named, from: ListCommand.currentFolder)
    }
}
