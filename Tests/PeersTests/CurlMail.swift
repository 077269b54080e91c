import Peers
import Testing

/// A letter sent by the `curl` command.
enum CurlMail {
    static let letter = "Subject: hello\r\n\r\nA letter.\r\n"

    /// - Returns: What curl says went wrong, such as `curl: (97) …`; nothing when the letter was taken.
    static func send(to server: String, _ more: String...) async throws -> String {
        let outcome = try await Tool.outcome(
            "curl",
            ["-sS", "--max-time", "120", server, "--mail-from", "robot@example.test", "--mail-rcpt"]
                + ["ivan@example.test", "--upload-file", "-"] + more, input: Array(letter.utf8))
        #expect(outcome.succeeded == outcome.errors.isEmpty)
        return outcome.errors.split(separator: "\n").joined(separator: " | ")
    }
}
