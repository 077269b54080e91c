package import Connecting
internal import Wire

/// A folder that letters are delivered into and read from, as mail servers do it: `kind: maildir`.
///
/// <https://cr.yp.to/proto/maildir.html>: a letter is written into `tmp` and appears in `new` whole or not at all.
package struct MaildirConnector: Sender, Receiver, Checkable {
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

    package var mailbox: String { path }
    /// The machine tells of new letters by itself; where it can't, such as in folders of other machines, they are looked for.
    package var interval: Duration { .seconds(60) }

    package func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement
    ) async throws(Failure) -> any ReceivingSession {
        let mailbox: MaildirMailbox
        do throws(WireError) {
            mailbox = try MaildirMailbox(Maildir(path: path), folder, acknowledgement, interval)
        } catch {
            throw Failure(.notWritable, .again, error.detail, help: "raise the machine's limits")
        }
        try await mailbox.prepare()
        return mailbox
    }

    private func start() throws(Failure) -> MaildirSession {
        do throws(WireError) {
            return MaildirSession(Maildir(path: path), try SerialThread())
        } catch {
            throw Failure(.notWritable, .again, error.detail, help: "lower sessions:, or raise the machine's limits")
        }
    }
}
