/// Postfix's own `smtp-sink`: a server that fails in the way it is told to.
///
/// It stores nothing. Its faults are named by the command at which they happen:
/// `CONNECT`, `EHLO`, `MAIL`, `RCPT`, `DATA`, `.` (the end of a letter), `RSET`, `QUIT`.
package struct Sink: Sendable {
    /// What it does wrong.
    package enum Fault: Sendable {
        /// Answers 4xx to that command.
        case defers(String)
        /// Answers 5xx to that command.
        case refuses(String)
        /// Answers 421 to that command and hangs up.
        case leaves(String)
        /// Hangs up after that command without a word.
        case hangsUp(String)
        /// Announces no PIPELINING.
        case doesNotPipeline
        /// Knows HELO only.
        case doesNotExtend
        /// Waits that many seconds before each answer to DATA.
        case isSlow(seconds: Int)

        var options: [String] {
            switch self {
            case .defers(let command): ["-r", command]
            case .refuses(let command): ["-f", command]
            case .leaves(let command): ["-Q", command]
            case .hangsUp(let command): ["-q", command]
            case .doesNotPipeline: ["-p"]
            case .doesNotExtend: ["-e"]
            case .isSlow(let seconds): ["-w", "\(seconds)"]
            }
        }
    }

    /// The address it listens on.
    package let host = "127.0.0.1"

    package let port: Int

    package let guardian: Guardian

    /// Starts one that listens on a port of its own.
    package static func start(_ faults: [Fault]) async throws -> Sink {
        for _ in 1...10 {
            let folder = try Guardian.newFolder()
            let port = try Loopback.freePorts(1)[0]
            let name = folder.split(separator: "/").joined(separator: ".")
            let command = ["smtp-sink", "-4", "-u", "postfix", "-h", name] + faults.flatMap(\.options)
            let guardian = try Guardian(of: folder, running: command + ["127.0.0.1:\(port)", "100"])
            if try await Loopback.answers(on: port, guardian: guardian) {
                return Sink(port: port, guardian: guardian)
            }
            let said = guardian.output
            await guardian.stop()
            guard said.contains("Address already in use") else {
                throw PeerFailure("smtp-sink did not start", said: said, remedy: "run scripts/bootstrap --tests")
            }
        }
        throw PeerFailure("ten times in a row another process took smtp-sink's port")
    }

    /// Stops it and removes its folder.
    package func stop() async { await guardian.stop() }
}
