/// What both sides of a session say, for a log: nothing secret is in it.
///
/// It belongs to one session, and is used on its thread.
package final class Transcript {
    package enum Speaker: Sendable {
        case client
        case server
        /// Nobody: what happened besides, such as a TLS handshake.
        case nobody
    }

    private let write: (Speaker, [String]) -> Void
    private var mask = TranscriptMask()
    private var login: Login?

    /// - Parameter write: Takes lines without line ends; other control characters are as they came.
    package init(_ write: @escaping (Speaker, [String]) -> Void) {
        self.write = write
    }

    /// Whose secrets are not to be shown from now on.
    func begin(_ login: Login?, _ service: LineService = .smtp) {
        self.login = login
        mask = TranscriptMask(service)
    }

    /// Commands that we send, with their line ends.
    package func client(_ bytes: some Sequence<UInt8>) {
        write(.client, Self.lines(bytes).map { redacted(mask.client($0)) })
    }

    /// What stands for something that is not shown, such as a letter: `<letter 0199…, 4711 bytes>`.
    package func client(standIn text: String) { write(.client, [text]) }

    /// Lines that the server says.
    package func server(_ bytes: some Sequence<UInt8>) {
        write(.server, Self.lines(bytes).map { redacted(mask.server($0)) })
    }

    package func note(_ text: String) { write(.nobody, [redacted(mask.hidden(text))]) }

    private func redacted(_ line: String) -> String { login?.redacted(line) ?? line }

    private static func lines(_ bytes: some Sequence<UInt8>) -> [String] {
        var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true, lines.count > 1 { lines.removeLast() }
        return lines.map { line in String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self) }
    }
}
