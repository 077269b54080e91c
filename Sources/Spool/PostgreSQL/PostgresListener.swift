internal import CLibpq
internal import Dispatch
internal import Synchronization

/// Hears of news from all processes, over a connection of its own.
enum PostgresListener {
    /// What there are news of.
    enum Channel: String {
        case letters = "router_spool"
        case arrivals = "router_inbox"
    }

    /// What a board does as long as somebody reads it: listens, and calls again when the connection breaks.
    static func watch(_ address: PostgresAddress, _ channel: Channel) -> @Sendable (NewsBoard) async -> Void {
        { board in
            var pause = Duration.milliseconds(100)
            while !Task.isCancelled {
                let connection = PostgresConnection(address)
                let hasListened =
                    (try? await connection.perform { session throws(SpoolProblem) in
                        try session.run("LISTEN \(channel.rawValue)")
                    }) != nil
                if hasListened {
                    // Something may have come while nobody listened.
                    board.ring()
                    pause = .milliseconds(100)
                    await listen(connection, board)
                }
                await connection.close()
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    /// Rings until the connection breaks or the task is cancelled.
    private static func listen(_ connection: PostgresConnection, _ board: NewsBoard) async {
        guard let socket = try? await connection.perform({ _ throws(SpoolProblem) in PQsocket(connection.raw) }) else {
            return
        }
        // Dispatch's objects may be used from everywhere, though its Swift types do not say so.
        nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: socket, queue: connection.queue)
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                source.setEventHandler {
                    guard PQconsumeInput(connection.raw) == 1, !connection.isBroken else { return source.cancel() }
                    var hasNews = false
                    while let notice = PQnotifies(connection.raw) {
                        PQfreemem(notice)
                        hasNews = true
                    }
                    if hasNews { board.ring() }
                }
                source.setCancelHandler { continuation.resume() }
                source.activate()
            }
        } onCancel: {
            source.cancel()
        }
    }
}
