import Peers
import Testing

/// What lies in `examples` works as its README says.
@Suite struct ExampleTests {
    @Test func `a process engine is started by a letter, invites, and ends as the answer says`() async throws {
        let told = try await Tool.require(
            "\(Python.packageFolder)/examples/process-engine/run", ["--router", Router.path])
        #expect(told.contains("the process of C-17 has ended: accepted"), "\(told)")
        #expect(told.contains("the process of C-18 has ended: declined"), "\(told)")
        #expect(told.contains("done: each process has ended as its letter said"), "\(told)")
    }
}
