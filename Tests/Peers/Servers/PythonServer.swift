/// A server written in Python, from `Tests/Peers/python`.
///
/// It chooses a free port itself and prints `listening PORT VERSION` as soon as it takes connections.
struct PythonServer: Sendable {
    let guardian: Guardian
    let port: Int
    let version: String

    /// Starts it; its command line begins with a folder of its own.
    static func start(_ script: String, _ arguments: [String]) async throws -> PythonServer {
        let interpreter = try await Python.interpreter()
        let folder = try Guardian.newFolder()
        let program = "\(Python.packageFolder)/Tests/Peers/python/\(script)"
        let guardian = try Guardian(of: folder, running: [interpreter, program, folder] + arguments)
        let deadline = ContinuousClock.now.advanced(by: .seconds(300))
        while ContinuousClock.now < deadline {
            let hasEnded = guardian.serverHasEnded
            // A line that is not yet whole has no end.
            for line in guardian.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
                let words = line.split(separator: " ")
                guard words.count == 3, words[0] == "listening", let port = Int(words[1]) else { continue }
                return PythonServer(guardian: guardian, port: port, version: String(words[2]))
            }
            if hasEnded { break }
            try await Task.sleep(for: .milliseconds(10))
        }
        let said = guardian.output
        await guardian.stop()
        throw PeerFailure("\(script) did not start", said: said, remedy: "run scripts/python-peers")
    }
}
