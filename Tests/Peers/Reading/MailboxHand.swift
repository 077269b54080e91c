import Attributes
import FoundationEssentials

/// Does things in a mailbox behind router's back: Python's `imaplib`, which knows nothing of router.
package struct MailboxHand: Sendable {
    package let host: String
    package let port: Int
    package let user: String
    package let password: String

    package init(host: String = "127.0.0.1", port: Int, user: String, password: String) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
    }

    package func create(_ folder: String) async throws { _ = try await act(["create", folder]) }

    package func delete(_ folder: String) async throws { _ = try await act(["delete", folder]) }

    /// Puts letters in, in their order.
    package func append(_ letters: [[UInt8]], to folder: String = "INBOX", flags: String = "") async throws {
        let words = letters.map { "\"\(Base64.encode($0))\"" }.joined(separator: ",")
        _ = try await run(#"[["append",\#(Self.quoted(folder)),[\#(words)],\#(Self.quoted(flags))]]"#)
    }

    /// Puts many letters in: their subjects are numbers from 0 on.
    package func fill(_ folder: String = "INBOX", count: Int, size: Int) async throws {
        _ = try await run(#"[["fill",\#(Self.quoted(folder)),\#(count),\#(size)]]"#)
    }

    /// Takes the letters of that subject out.
    package func remove(_ subject: String, from folder: String = "INBOX") async throws {
        _ = try await act(["remove", folder, subject])
    }

    /// Sets flags of the letters of that subject.
    package func flag(_ subject: String, in folder: String = "INBOX", _ flags: String) async throws {
        _ = try await act(["store", folder, subject, flags])
    }

    /// The letters in a folder, sorted: subject and flags, such as `one \Seen`.
    package func contents(_ folder: String = "INBOX") async throws -> [String] {
        let answer = try await act(["contents", folder])
        return try JSONDecoder().decode([[String]].self, from: Data(answer))[0]
    }

    private func act(_ words: [String]) async throws -> [UInt8] {
        try await run("[[\(words.map(Self.quoted).joined(separator: ","))]]")
    }

    private func run(_ deeds: String) async throws -> [UInt8] {
        let outcome = try await Tool.outcome(
            "python3", [Self.program, host, "\(port)", user, password], input: Array(deeds.utf8))
        guard outcome.succeeded else {
            throw PeerFailure("the mailbox of \(user) can't be worked in", said: outcome.errors)
        }
        return outcome.output
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }

    private static let program =
        #filePath.split(separator: "/").dropLast(2).reduce(into: "") { $0 += "/\($1)" }
        + "/python/mailbox_hand.py"
}
