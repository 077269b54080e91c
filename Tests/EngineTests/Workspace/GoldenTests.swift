import Glibc
import Peers
import Testing

@testable import Engine

/// Whole workspaces in `Tests/Golden/workspaces`, and what is printed about them.
struct GoldenTests {
    private static let folder = "\(Python.packageFolder)/Tests/Golden/workspaces"

    /// A workspace's files by path.
    private static func files(_ name: String) throws -> [String: String] {
        let files = WorkspaceFiles(folder: WorkspaceFolder(path: "\(folder)/\(name)"))
        var paths = ["connections", "routes", "accounts"].flatMap { files.list($0) }
        for path in ["router.yaml", "templates/invite.html"] where access(files.folder.resolve(path), R_OK) == 0 {
            paths.append(path)
        }
        var texts: [String: String] = [:]
        for path in paths { texts[path] = try TextFile.read(files.folder.resolve(path), limit: 100_000) }
        return texts
    }

    @Test(arguments: ["slips", "yaml", "letters"], [false, true])
    func `what is printed of a whole workspace`(name: String, isWindows: Bool) throws {
        var files = try Self.files(name)
        #expect(files.count > 3)
        if isWindows {
            for (path, text) in files where path.hasSuffix(".yaml") {
                files[path] = text.replacing("\n", with: "\r\n")
            }
        }
        let printed = try TestWorkspace(files).printed
        let golden = try Golden.bytes("workspaces/\(name).txt", found: Array(printed.utf8))
        #expect(printed == String(decoding: golden, as: UTF8.self))
    }
}
