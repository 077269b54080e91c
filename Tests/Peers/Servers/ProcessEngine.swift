/// The process engine of `examples/process-engine`, whose processes somebody else's program runs: SpiffWorkflow.
package struct ProcessEngine: Sendable {
    /// What messages to it have to be signed with.
    package static let secret = "the engine's secret, of the tests"

    /// Where it takes messages.
    package let url: String
    private let guardian: Guardian

    /// Starts it, with the folder of the example as it is.
    ///
    /// - Parameters:
    ///   - router: The URL of router's API, where its processes send from.
    ///   - state: A database of its own, which may be there already.
    /// - Returns: It, when it listens.
    /// - Throws: ``PeerFailure`` with what it said.
    package static func start(router: String, state: String) async throws -> ProcessEngine {
        let example = "\(Python.packageFolder)/examples/process-engine"
        let python = try await Tool.require("\(example)/environment", []).split(separator: "\n").last.map(String.init)
        let folder = try Guardian.newFolder()
        let guardian = try Guardian(
            of: folder,
            running: [
                "env", "ENGINE_SECRET=\(secret)", "ROUTER_TOKEN=router_token", python ?? "python3", "-B",
                "\(example)/engine.py", "--listen", "127.0.0.1:0", "--router", router, "--state", state,
            ])
        let deadline = ContinuousClock.now.advanced(by: .seconds(300))
        while !guardian.serverHasEnded, ContinuousClock.now < deadline {
            let lines = guardian.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let url = lines.first(where: { $0.hasPrefix("listening on ") })?.dropFirst("listening on ".count) {
                return ProcessEngine(url: String(url), guardian: guardian)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let said = guardian.output
        await guardian.stop()
        throw PeerFailure("the process engine did not start", said: said)
    }

    /// Its processes as JSON, over a way that is not ours.
    package func instances() async throws -> [UInt8] {
        try await Tool.outcome("curl", ["--silent", "--show-error", "\(url)/instances"]).output
    }

    package func stop() async { await guardian.stop() }
}
