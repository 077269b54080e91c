internal import Synchronization

/// Connections that are lent out one task at a time, and come back when they are broken.
final class PostgresPool: Sendable {
    private struct State {
        var idle: [PostgresConnection] = []
        var count = 0
        var waiting: [CheckedContinuation<PostgresConnection?, Never>] = []
        var isClosed = false
    }

    /// How many connections there are at most; a server lets a hundred in, and others want some too.
    private static let largest = 6

    let address: PostgresAddress
    /// How long calls wait for a server that has gone.
    private let patience: Duration
    private let state = Mutex(State())

    init(_ address: PostgresAddress, patience: Duration) {
        self.address = address
        self.patience = patience
    }

    /// Works with a connection; while the server is away it is called again, up to the pool's patience.
    ///
    /// - Parameters:
    ///   - isRepeatable: Whether the work may be done twice, so that an answer that was lost can be asked for again.
    ///   - work: Called with a session of its own.
    /// - Returns: What the work returned.
    /// - Throws: What it threw last.
    func perform<Value: Sendable>(
        isRepeatable: Bool = true, _ work: @escaping @Sendable (PostgresSession) throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(50)
        while true {
            do throws(SpoolProblem) {
                return try await performOnce(work)
            } catch {
                let mayPass =
                    switch error.code {
                    case .unreachable, .locked: true
                    case .connectionLost: isRepeatable
                    default: false
                    }
                guard mayPass, ContinuousClock.now + pause < deadline, !state.withLock({ $0.isClosed }) else {
                    throw error
                }
            }
            // Not all at the same moment when the server is back.
            try? await Task.sleep(for: pause * Double.random(in: 0.5...1))
            pause = min(pause * 2, .seconds(3))
        }
    }

    func performOnce<Value: Sendable>(
        _ work: @escaping @Sendable (PostgresSession) throws(SpoolProblem) -> Value
    ) async throws(SpoolProblem) -> Value {
        guard let connection = await take() else { throw .closed(address.shown) }
        do throws(SpoolProblem) {
            let value = try await connection.perform(work)
            await giveBack(connection)
            return value
        } catch {
            await giveBack(connection)
            throw error
        }
    }

    func close() async {
        let (idle, waiting) = state.withLock { state in
            state.isClosed = true
            defer { (state.idle, state.waiting) = ([], []) }
            return (state.idle, state.waiting)
        }
        for waiter in waiting { waiter.resume(returning: nil) }
        for connection in idle { await connection.close() }
    }

    private func take() async -> PostgresConnection? {
        await withCheckedContinuation { continuation in
            enum Answer { case now(PostgresConnection?), later }
            let answer: Answer = state.withLock { state in
                if state.isClosed { return .now(nil) }
                if let connection = state.idle.popLast() { return .now(connection) }
                guard state.count < Self.largest else {
                    state.waiting.append(continuation)
                    return .later
                }
                state.count += 1
                return .now(PostgresConnection(address))
            }
            if case .now(let connection) = answer { continuation.resume(returning: connection) }
        }
    }

    private func giveBack(_ connection: PostgresConnection) async {
        let (waiter, isClosed) = state.withLock { state in
            if state.isClosed { return (CheckedContinuation<PostgresConnection?, Never>?.none, true) }
            if !state.waiting.isEmpty { return (state.waiting.removeFirst(), false) }
            state.idle.append(connection)
            return (nil, false)
        }
        waiter?.resume(returning: connection)
        if isClosed { await connection.close() }
    }
}
