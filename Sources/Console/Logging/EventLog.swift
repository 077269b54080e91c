import Attributes
import Dispatch
import Glibc
import Synchronization

/// What a service does, a line an event: JSON objects for machines, plain lines for people.
///
///     2026-11-21T09:00:00.125Z info accepted message=0198c2f0-… route=welcome trace=4bf92f35…
///     {"time":"2026-11-21T09:00:00.125Z","level":"info","event":"accepted","message":"0198c2f0-…",…}
///
/// Lines are written by a thread of their own: a slow reader of stderr does not hold up those who log. What does not fit into memory
/// meanwhile is left out, and that is said.
package final class EventLog: Sendable {
    package enum Level: Int, Comparable, Sendable {
        case debug
        case info
        case warning
        case error

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        fileprivate var word: String {
            switch self {
            case .debug: "debug"
            case .info: "info"
            case .warning: "warning"
            case .error: "error"
            }
        }
    }

    package typealias Fields = KeyValuePairs<String, String?>

    /// Bytes that may wait to be written.
    private static let capacity = 8_000_000

    private struct Waiting {
        var bytes: [UInt8] = []
        var isWriting = false
        var omitted = 0
    }

    private let level: Level
    private let isJSON: Bool
    private let file: Int32
    private let waiting = Mutex(Waiting())
    private let queue = DispatchQueue(label: "router.log")

    /// - Parameters:
    ///   - level: The least that is written.
    ///   - isJSON: Whether each line is a JSON object.
    ///   - file: A file descriptor.
    package init(_ level: Level, isJSON: Bool, to file: Int32 = STDERR_FILENO) {
        self.level = level
        self.isJSON = isJSON
        self.file = file
    }

    package func debug(_ event: String, _ fields: Fields = [:]) { write(.debug, event, fields) }
    package func info(_ event: String, _ fields: Fields = [:]) { write(.info, event, fields) }
    package func warning(_ event: String, _ fields: Fields = [:]) { write(.warning, event, fields) }
    package func error(_ event: String, _ fields: Fields = [:]) { write(.error, event, fields) }

    package func takes(_ level: Level) -> Bool { level >= self.level }

    private func write(_ level: Level, _ event: String, _ fields: Fields) {
        guard takes(level) else { return }
        let line = isJSON ? Self.object(level, event, fields) : Self.line(level, event, fields)
        let mustWrite = waiting.withLock { waiting in
            guard waiting.bytes.count + line.count <= Self.capacity else {
                waiting.omitted += 1
                return false
            }
            waiting.bytes += line
            defer { waiting.isWriting = true }
            return !waiting.isWriting
        }
        if mustWrite { queue.async { self.drain() } }
    }

    /// Returns when all that was logged so far is written.
    package func flush() { queue.sync { drain() } }

    private func drain() {
        while true {
            let (bytes, omitted) = waiting.withLock { waiting in
                defer {
                    waiting.isWriting = !waiting.bytes.isEmpty || waiting.omitted > 0
                    waiting.bytes = []
                    waiting.omitted = 0
                }
                return (waiting.bytes, waiting.omitted)
            }
            if bytes.isEmpty, omitted == 0 { return }
            put(bytes)
            if omitted > 0 { warning("lines-left-out", ["count": "\(omitted)", "why": "stderr is read too slowly"]) }
        }
    }

    private func put(_ bytes: [UInt8]) {
        var start = 0
        while start < bytes.count {
            let count = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return
            }
            start += count
        }
    }

    private static func object(_ level: Level, _ event: String, _ fields: Fields) -> [UInt8] {
        var members: [JSON.Member] = [
            .init(name: "time", value: .string(now)), .init(name: "level", value: .string(level.word)),
            .init(name: "event", value: .string(event)),
        ]
        for (name, value) in fields {
            if let value { members.append(.init(name: name, value: .string(value))) }
        }
        return JSON.object(members).written() + [0x0A]
    }

    private static func line(_ level: Level, _ event: String, _ fields: Fields) -> [UInt8] {
        var line = "\(now) \(level.word) \(event)"
        for (name, value) in fields {
            guard let value else { continue }
            let isPlain = !value.isEmpty && value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
            line += " \(name)=\(isPlain ? value : JSON.string(value).printed())"
        }
        return Array(line.utf8) + [0x0A]
    }

    /// In milliseconds: finer ones only make lines longer.
    private static var now: String {
        var now = Instant.now
        now.nanoseconds -= now.nanoseconds % 1_000_000
        return now.iso8601
    }
}
