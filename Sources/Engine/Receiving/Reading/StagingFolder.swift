import Attributes
import Glibc

/// Where a process puts large letters while it fetches them: `var/fetching/PROCESS` in the workspace.
final class StagingFolder: Sendable {
    let path: String

    /// Makes one, and removes those of processes that died.
    init(in workspace: WorkspaceFolder) {
        let parent = workspace.resolve("var/fetching")
        for folder in ["var", "var/fetching"] { mkdir(workspace.resolve(folder), 0o700) }
        for name in FileReading.names(in: parent) where !Self.isAlive(name) { Self.remove("\(parent)/\(name)") }
        path = "\(parent)/\(getpid())-\(UUIDv7())"
        mkdir(path, 0o700)
    }

    deinit { Self.remove(path) }

    private static func isAlive(_ name: String) -> Bool {
        guard let process = Int32(name.prefix { $0 != "-" }), process > 0 else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }

    private static func remove(_ folder: String) {
        for name in FileReading.names(in: folder) { unlink("\(folder)/\(name)") }
        rmdir(folder)
    }
}
