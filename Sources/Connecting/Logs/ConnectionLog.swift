internal import Diagnostics
internal import Glibc
internal import Synchronization

/// What is written down of a connection's work: `var/log/<connection>.log` in the workspace.
///
/// A log that can't be written stops nothing: that is said once on stderr.
package final class ConnectionLog: Sendable {
    package let level: LogLevel
    package let path: String
    private let connection: String
    private let file: LogFile
    private let warn: @Sendable (String) -> Void
    private let sessions = Atomic<Int>(0)
    private let hasWarned = Atomic<Bool>(false)
    /// Recipients that one line names.
    private static let named = 10

    /// - Parameters:
    ///   - connection: Its name.
    ///   - folder: The workspace's.
    ///   - level: What to write.
    ///   - limit: Bytes of one file.
    ///   - warn: Takes the one sentence that says the log can't be written.
    package init(
        connection: String, folder: String, level: LogLevel, limit: Int = LogFile.limit,
        warn: @escaping @Sendable (String) -> Void = ConnectionLog.tell
    ) {
        self.connection = connection
        self.level = level
        self.warn = warn
        path = Self.path(of: connection, in: folder)
        file = LogFile(path, limit: limit)
    }

    package static func path(of connection: String, in folder: String) -> String {
        "\(folder)/var/log/\(connection).log"
    }

    /// A session's own part of the log; `nil` when conversations are not written down.
    package func conversation() -> Conversation? {
        guard level == .full else { return nil }
        let number = sessions.add(1, ordering: .relaxed).newValue
        return Conversation(log: self, session: "\(getpid())/\(number)")
    }

    /// What one session says and hears.
    package struct Conversation: Sendable {
        fileprivate let log: ConnectionLog
        fileprivate let session: String

        /// Writes lines down; they hold no secrets.
        package func add(_ mark: LogLine.Mark, _ lines: [String]) { log.add(session, mark, lines) }
    }

    /// Writes down that a connection could not be had.
    package func add(_ failure: Failure) {
        guard level != .off else { return }
        add("\(getpid())", .failure, ["[\(failure.code.rawValue)] \(failure.message)"])
    }

    /// Writes down why a letter was not sent to all.
    package func add(_ receipt: Receipt, of letter: Letter, route: String) {
        guard level != .off, let failure = receipt.failure else { return }
        let unsent = receipt.recipients.filter { $0.state != .sent }
        var words = unsent.prefix(Self.named).map { recipient in
            "\(recipient.state.rawValue) \(recipient.address)" + (recipient.reply.map { ": \($0)" } ?? "")
        }
        if unsent.count > Self.named { words.append("and \(unsent.count - Self.named) more") }
        let text = "[\(failure.code.rawValue)] \(failure.message) (route \(route), message \(letter.id))"
        add("\(getpid())", .failure, [text + (words.isEmpty ? "" : "; \(words.joined(separator: ", "))")])
    }

    private func add(_ session: String, _ mark: LogLine.Mark, _ lines: [String]) {
        let time = LogLine.now()
        var bytes: [UInt8] = []
        for line in lines {
            bytes += LogLine(time: time, session: session, mark: mark, text: line).printed.utf8
            bytes.append(0x0A)
        }
        do throws(LogFile.Problem) {
            try file.append(bytes)
        } catch {
            guard !hasWarned.exchange(true, ordering: .relaxed) else { return }
            warn(
                "warning: the log of '\(connection)' can't be written: \(Visible.line(path)): \(error.words)\n"
                    + "  help: letters go on without it; mend its folder, or write 'log: off'")
        }
    }

    /// Onto stderr.
    package static let tell: @Sendable (String) -> Void = { words in
        let bytes = Array((words + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
