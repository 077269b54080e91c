/// What letters can be fetched from: a mailbox with folders.
package protocol Receiver: Connector {
    /// The folders that a route reads when it names none: `INBOX`.
    static var usualFolders: [String] { get }

    /// Whether it has calendar events beside letters: `message: calendar-event`.
    static var readsEvents: Bool { get }

    /// The mailbox, for people: `support@example.com on imap.example.com`.
    var mailbox: String { get }

    /// How often to look where the server does not tell of new letters by itself.
    var interval: Duration { get }

    /// Connects, logs in, and opens a folder.
    ///
    /// - Parameters:
    ///   - folder: As people write it: `INBOX`, `Входящие/Договоры`.
    ///   - acknowledgement: What will be done with letters that were stored; rights that it needs are asked for now.
    /// - Returns: A session of its own for this folder.
    /// - Throws: Why it can't be read.
    func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement
    ) async throws(Failure) -> any ReceivingSession

    /// The same; of a mailbox with events perhaps these only.
    ///
    /// - Parameters:
    ///   - folder: As people write it.
    ///   - acknowledgement: What will be done with letters that were stored.
    ///   - onlyEvents: Whether letters are left alone that are neither a meeting request nor about one: they are not found.
    /// - Returns: A session of its own for this folder.
    /// - Throws: Why it can't be read.
    func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement, onlyEvents: Bool
    ) async throws(Failure) -> any ReceivingSession
}

extension Receiver {
    package func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement, onlyEvents: Bool
    ) async throws(Failure) -> any ReceivingSession {
        try await open(folder, acknowledging: acknowledgement)
    }

    package static var usualFolders: [String] { ["INBOX"] }
    package static var readsEvents: Bool { false }
}

/// `after:` of a receive route: what is done in the mailbox with a letter that is stored durably.
package enum Acknowledgement: Hashable, Sendable {
    /// It is marked as read.
    case seen
    case flagged
    /// Nothing: the mailbox stays as it is.
    case keep
    /// It goes to another folder, which is made when it is missing.
    case move(String)
}
