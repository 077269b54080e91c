import Peers
import Testing

/// A service that dies at any moment.
@Suite("Nothing that was accepted is lost or doubled, however often the service is killed")
struct CrashTests {
    /// The whole form is `make crash`.
    @Test func `letters come over HTTP and by command while the service is killed six times`() async throws {
        let told = try await Tool.require(
            "python3",
            ["\(Python.packageFolder)/scripts/crash", "--letters", "500", "--kills", "6", "--router", Router.path])
        #expect(told.contains("500 letters, 6 kills") && told.contains("lost 0, doubled 0, unknown 0"), "\(told)")
    }

    /// The whole form is `make crash-receiving`.
    @Test(arguments: [[], ["--exchange"], ["--meetings"]])
    func `letters come into a mailbox while the service is killed five times`(over options: [String]) async throws {
        let told = try await Tool.require(
            "python3",
            [
                "\(Python.packageFolder)/scripts/crash-receiving", "--letters", "300", "--kills", "5", "--router",
                Router.path,
            ] + options)
        #expect(told.contains("300 letters, 5 kills: lost 0, doubled 0, unread 0"), "\(told)")
    }
}
