import Glibc
import Testing

@testable import Engine

struct FolderTests {
    private let workspace: TestWorkspace

    init() throws {
        workspace = try TestWorkspace([
            "inner/router.yaml": "", "inner/deep/er/x": "", "pair/connections/a": "", "pair/routes/a": "",
            "half/connections/a": "",
            "half/deep/x": "", "file": "",
        ])
        unlink("\(workspace.folder)/connections/local.yaml")
        rmdir("\(workspace.folder)/connections")
    }

    @Test(arguments: [
        ("inner", "inner"), ("inner/deep/er", "inner"), ("pair", "pair"), ("pair/routes", "pair"), ("half/deep", nil),
        ("", nil),
    ])
    func `the nearest folder upward is found`(start: String, found: String?) {
        let folder = WorkspaceFolder.find(named: nil, from: path(start))
        #expect(folder?.path == found.map { path($0) })
    }

    @Test(arguments: [
        ("inner", "inner"), ("./inner/", "inner"), ("half", "half"), ("none", nil), ("file", nil),
    ])
    func `a folder that is named needs no mark`(name: String, found: String?) {
        let folder = WorkspaceFolder.find(named: name, from: workspace.folder)
        #expect(folder.map { canonical($0.path) } == found.map { canonical(path($0)) })
        #expect(WorkspaceFolder.find(named: path(name), from: "/") != nil || found == nil)
    }

    @Test
    func `a name that is blank is none`() {
        #expect(WorkspaceFolder.find(named: "", from: path("inner/deep"))?.path == path("inner"))
        #expect(WorkspaceFolder.find(named: nil, from: "/") == nil)
    }

    @Test(arguments: [("a/b", "/w/a/b"), ("/a/b", "/a/b"), ("a/", "/w/a"), ("./a", "/w/./a"), ("", "/w")])
    func `paths are relative to the workspace`(text: String, path: String) {
        #expect(WorkspaceFolder(path: "/w").resolve(text) == path)
    }

    private func path(_ text: String) -> String { text.isEmpty ? workspace.folder : "\(workspace.folder)/\(text)" }

    private func canonical(_ path: String) -> String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
