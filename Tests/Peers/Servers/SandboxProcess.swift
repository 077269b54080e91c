package import Attributes

/// `router sandbox` as its users run it, on ports of its own.
package struct SandboxProcess: Sendable {
    package let smtpPort: Int
    package let imapPort: Int
    /// Where Exchange Web Services are.
    package let exchange: String
    /// Connections to paste, by their names.
    package let connections: JSON
    package let guardian: Guardian

    /// Starts it and waits until it listens.
    ///
    /// - Parameters:
    ///   - program: The built binary.
    ///   - options: What stands behind `router sandbox --json`.
    /// - Returns: It, once it listens.
    /// - Throws: ``PeerFailure`` when it does not begin.
    package static func start(
        _ program: String, _ options: [String] = ["--port-base", "0"]
    ) async throws -> SandboxProcess {
        let guardian = try Guardian(
            of: Guardian.newFolder(), running: [program, "sandbox", "--json", "--quiet"] + options)
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline, !guardian.serverHasEnded {
            let lines = guardian.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            for line in lines {
                guard let json = try? JSON.read(Array(line.utf8)),
                    case .number(let smtp)? = json["smtp"]?["port"], case .number(let imap)? = json["imap"]?["port"],
                    let exchange = json["exchange"]?["url"]?.text, let connections = json["connections"]
                else { continue }
                return SandboxProcess(
                    smtpPort: Int(smtp) ?? 0, imapPort: Int(imap) ?? 0, exchange: exchange, connections: connections,
                    guardian: guardian)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let said = guardian.output
        await guardian.stop()
        throw PeerFailure("router sandbox does not begin", said: said)
    }

    /// What it tells of letters, as soon as there are so many.
    package func letters(_ count: Int) async throws -> [JSON] {
        let deadline = ContinuousClock.now + .seconds(300)
        while true {
            let lines = guardian.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            let letters = lines.compactMap { (try? JSON.read(Array($0.utf8)))?["letter"] }
            if letters.count >= count { return letters }
            guard ContinuousClock.now < deadline else {
                throw PeerFailure("router sandbox does not tell of \(count) letters", said: guardian.output)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
