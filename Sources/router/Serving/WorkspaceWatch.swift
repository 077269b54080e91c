import Attributes
import Console
import Engine

/// Notices that files of a workspace have changed, once they have stopped changing.
///
/// Looks, and does not listen: editors, `git` and network disks change files in too many ways to hear of all of them.
struct WorkspaceWatch: Sendable {
    private static let pause = Duration.seconds(1)
    private static let settling = Duration.milliseconds(500)
    private static let folders = ["accounts", "connections", "routes", "templates", "files", "tables"]
    private static let depth = 6
    private static let mostFiles = 50_000

    let folder: WorkspaceFolder

    /// Calls back after each change, until its task is cancelled.
    func run(_ changed: @Sendable () -> Void) async {
        var known = look()
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.pause)
            var now = look()
            guard now != known else { continue }
            while !Task.isCancelled {
                try? await Task.sleep(for: Self.settling)
                let later = look()
                if later == now { break }
                now = later
            }
            known = now
            if !Task.isCancelled { changed() }
        }
    }

    private func look() -> [String: FileLook] {
        var looks: [String: FileLook] = [:]
        looks["router.yaml"] = FileLook(folder.resolve("router.yaml"))
        for name in Self.folders { add(name, depth: Self.depth, to: &looks) }
        return looks
    }

    private func add(_ path: String, depth: Int, to looks: inout [String: FileLook]) {
        guard looks.count < Self.mostFiles, let look = FileLook(folder.resolve(path)) else { return }
        guard look.isOfFolder else {
            looks[path] = look
            return
        }
        guard depth > 0 else { return }
        for name in FileReading.names(in: folder.resolve(path)) { add("\(path)/\(name)", depth: depth - 1, to: &looks) }
    }
}
