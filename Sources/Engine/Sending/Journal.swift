package import Connecting

/// Where it is written down which letters go out and what became of them, so that no death of the process makes them lost or doubled.
package protocol Journal: Sendable {
    /// Writes down that letters are about to go to a session.
    ///
    /// - Throws: Why that can't be written; then none may go.
    func begin(_ deliveries: [Delivery]) async throws(Failure) -> any JournalPage
}

/// Letters that are on their way over one session.
package protocol JournalPage: Sendable {
    /// Whether a letter may still go, by its place among those that began; it may have been cancelled meanwhile.
    func mayGo(_ index: Int) -> Bool

    /// A letter's last byte is about to go out.
    func closing(_ index: Int)

    /// What became of a letter; its delivery is told once that is written down.
    func ended(_ index: Int, _ receipt: Receipt)

    /// The session is done with them: returns when all that ended is written down, and takes the others for not begun.
    func close() async
}
