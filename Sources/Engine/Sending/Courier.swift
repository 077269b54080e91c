package import Connecting

/// Carries messages over a connection's sessions, as many at once as it allows.
package actor Courier {
    /// How many letters a session takes at a time: enough for one to ride with the end of another.
    private static let batch = 16

    private let sender: any Sender
    private let sessions: Int
    private var idle: [any SendingSession] = []

    package init(_ sender: any Sender, sessions: Int) {
        self.sender = sender
        self.sessions = sessions
    }

    /// Sends all messages and reports each as soon as its outcome is known; the order is the sessions'.
    package func deliver(
        _ messages: [Message], _ report: @escaping @Sendable (Message, Receipt) -> Void
    ) async {
        let queue = DeliveryQueue(messages)
        let workers = max(1, min(sessions, (messages.count + Self.batch - 1) / Self.batch))
        var failure: Failure?
        await withTaskGroup(of: Failure?.self) { group in
            for _ in 0..<workers {
                group.addTask { await self.work(queue, report) }
            }
            for await ended in group { failure = ended ?? failure }
        }
        // What is left when no session could be had.
        for position in queue.rest() {
            let message = messages[position]
            report(message, Receipt(message.letter, all: .deferred, failure: failure))
        }
    }

    /// Says goodbye on all sessions.
    package func close() async {
        for session in idle { await session.close() }
        idle = []
    }

    /// Works the queue off over one session, and over another when that breaks.
    ///
    /// - Returns: Why no session could be had, when none could.
    private func work(
        _ queue: DeliveryQueue, _ report: @escaping @Sendable (Message, Receipt) -> Void
    ) async -> Failure? {
        while true {
            let positions = queue.take(Self.batch)
            guard !positions.isEmpty else { return nil }
            let session: any SendingSession
            do throws(Failure) {
                session = try await nextSession()
            } catch {
                queue.putBack(positions)
                return error
            }
            let letters = positions.map { queue.messages[$0].letter }
            let reported = ReportedSet()
            await session.send(letters) { index, receipt in
                reported.insert(index)
                report(queue.messages[positions[index]], receipt)
            }
            let left = positions.indices.filter { !reported.contains($0) }.map { positions[$0] }
            if left.isEmpty {
                idle.append(session)
            } else {
                await session.close()
                queue.putBack(left)
                guard left.count < positions.count else {
                    return Failure(
                        .connectionLost, .again, "the session ended before the first letter was begun",
                        help: "try again; the server's log says why it hung up")
                }
            }
        }
    }

    private func nextSession() async throws(Failure) -> any SendingSession {
        if let session = idle.popLast() { return session }
        return try await sender.open()
    }
}
