package import Connecting
internal import Wire

/// A folder that letters are delivered into, as mail servers do it: `kind: maildir`.
///
/// <https://cr.yp.to/proto/maildir.html>: a letter is written into `tmp` and appears in `new` whole or not at all.
package struct MaildirConnector: Sender, Checkable {
    private let path: String

    /// - Parameter path: The folder that has, or shall have, `new`, `cur` and `tmp`.
    package init(path: String) {
        self.path = path
    }

    package func open() async throws(Failure) -> any SendingSession {
        let session = try start()
        try await session.prepare()
        return session
    }

    package func check() async throws(Failure) -> [String] {
        try await start().prepare()
        return ["\(path) takes letters"]
    }

    private func start() throws(Failure) -> MaildirSession {
        do throws(WireError) {
            return MaildirSession(Maildir(path: path), try SerialThread())
        } catch {
            throw Failure(.notWritable, .again, error.detail, help: "lower sessions:, or raise the machine's limits")
        }
    }
}
