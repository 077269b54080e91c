/// What can send letters.
package protocol Sender: Connector {
    /// Connects, encrypts, logs in: ready to send.
    func open() async throws(Failure) -> any SendingSession
}

/// A session with a server, used by one task at a time.
package protocol SendingSession: Sendable {
    /// Sends letters in their order, and reports each as soon as its outcome is known.
    ///
    /// When the session breaks, the letters that were begun are reported, and those behind them are not: they may go over another session.
    /// A letter is begun once the other side has answered for it. A session that was idle may turn out to be broken before that, and
    /// then reports nothing; the first letter of a new session is always reported, so trying another session comes to an end.
    ///
    /// - Parameters:
    ///   - letters: As many as are ready; a protocol that can lets the next begin before this one's reply is there.
    ///   - closing: Called with the letter's index right before its last byte goes out: until its receipt, nobody knows whether it arrives.
    ///   - report: Called with the letter's index and its receipt, once for each letter that was begun.
    func send(
        _ letters: [Letter], closing: @Sendable (Int) -> Void, _ report: @Sendable (Int, Receipt) -> Void
    ) async

    /// Says goodbye.
    func close() async
}

extension SendingSession {
    /// Sends letters for one who has no use for knowing when their ends go out.
    package func send(_ letters: [Letter], _ report: @Sendable (Int, Receipt) -> Void) async {
        await send(letters, closing: { _ in }, report)
    }
}
