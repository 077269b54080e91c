import Attributes

/// Where a workspace is.
package struct WorkspaceFolder: Sendable, Hashable {
    /// Absolute, without a slash at the end.
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Finds the workspace that a command is about.
    ///
    /// - Parameters:
    ///   - named: What `--workspace`, or else `ROUTER_WORKSPACE`, says.
    ///   - start: Where the command was called: the nearest folder upward that has `router.yaml`, or both `connections/` and `routes/`.
    /// - Returns: `nil` when there is none.
    package static func find(named: String?, from start: String) -> WorkspaceFolder? {
        // A variable that is set to nothing says nothing.
        if let named, !named.isEmpty {
            let path = absolute(named, from: start)
            return isFolder(path) ? WorkspaceFolder(path: path) : nil
        }
        var folder = start
        while true {
            if holdsWorkspace(folder) { return WorkspaceFolder(path: folder) }
            guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
    }

    /// Whether what makes a workspace is there.
    package var isWorkspace: Bool { Self.holdsWorkspace(path) }

    private static func holdsWorkspace(_ folder: String) -> Bool {
        exists("\(folder)/router.yaml") || isFolder("\(folder)/connections") && isFolder("\(folder)/routes")
    }

    /// A path of the workspace, made absolute.
    package func resolve(_ text: String) -> String { Self.absolute(text, from: path) }

    static func absolute(_ text: String, from folder: String) -> String {
        var path = text.hasPrefix("/") ? text : "\(folder)/\(text)"
        while path.count > 1, path.hasSuffix("/") || path.hasSuffix("/.") { path.removeLast() }
        return path
    }

    private static func exists(_ path: String) -> Bool { FileEntry(at: path) != .missing }

    static func isFolder(_ path: String) -> Bool { FileEntry(at: path) == .folder }
}
