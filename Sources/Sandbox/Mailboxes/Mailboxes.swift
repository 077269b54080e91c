package import Attributes
package import Diagnostics
internal import Synchronization

/// The mailboxes of the sandbox: in memory, shared by its SMTP, IMAP and Exchange sides, gone with the process.
///
/// Everything is done under one lock and at once; what happened is told to those who ``watch(_:)``.
package final class Mailboxes: Sendable {
    /// Bytes of one letter.
    package static let longestLetter = 150_000_000
    /// Bytes of all letters together.
    package static let capacity = 1_000_000_000
    /// Of one mailbox.
    package static let mostFolders = 1_000
    /// What keeps what would have left: see ``Mailboxes/deliver(_:from:to:at:)``.
    package static let outside = SandboxUser.ID("outside")

    let contents: Mutex<MailboxContents>

    /// Mailboxes for these people, each with the usual folders, and one more for ``outside``.
    package init(_ users: [SandboxUser]) {
        var contents = MailboxContents()
        // Nobody logs in there: a password that nobody knows.
        let outside = SandboxUser(
            login: Self.outside.text, password: Secret("\(UUIDv7())\(UUIDv7())"), name: "Outside the sandbox",
            addresses: [])
        for user in users + [outside] { contents.add(user) }
        self.contents = Mutex(contents)
    }

    /// What happens from now on in a mailbox, or in all; ends when the task that reads it does.
    package func watch(_ owner: SandboxUser.ID? = nil) -> AsyncStream<MailboxNews> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: MailboxNews.self, bufferingPolicy: .bufferingNewest(10_000))
        let number = contents.withLock { $0.add(MailboxContents.Watcher(owner: owner, continuation: continuation)) }
        continuation.onTermination = { [weak self] _ in self?.contents.withLock { $0.removeWatcher(number) } }
        return stream
    }

    /// The number of the last thing that happened.
    package var lastChange: Int { contents.withLock { $0.counter } }
}
