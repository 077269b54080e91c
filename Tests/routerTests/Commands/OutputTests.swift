import Testing

@Suite struct OutputTests {
    @Test func `results that can't be written are told and change the exit code`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let outcome = try await Program.run(
            "/bin/sh", ["-c", "exec \(Program.path) list >/dev/full"], in: workspace.folder)
        #expect(outcome.status == 74)
        #expect(
            outcome.stderr == "error[not-writable]: the results can't be written\n  help: make room where they go\n")
    }

    @Test func `a reader who has had enough is no error`() async throws {
        let workspace = try await TemporaryWorkspace.sample()
        let command = "set -o pipefail; \(Program.path) schema | head -n 1"
        let outcome = try await Program.run("/bin/bash", ["-c", command], in: workspace.folder)
        #expect(outcome.status == 0)
        #expect(outcome.stdout == "{\n")
    }
}
