internal import Connecting

/// At most so many workers at once, made when they are needed; who finds none free waits its turn.
///
/// The worker that was free last goes first: its connection is still warm.
actor WorkerPool<Worker: Sendable> {
    private let limit: Int
    private let make: @Sendable () throws(Failure) -> Worker
    private var free: [Worker] = []
    private var count = 0
    private var waiting: [CheckedContinuation<Worker, Never>] = []

    init(limit: Int, _ make: @escaping @Sendable () throws(Failure) -> Worker) {
        self.limit = max(1, limit)
        self.make = make
    }

    func using<Result: Sendable>(
        _ body: @Sendable (Worker) async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let worker = try await take()
        defer { giveBack(worker) }
        return try await body(worker)
    }

    private func take() async throws(Failure) -> Worker {
        if let worker = free.popLast() { return worker }
        guard count < limit else { return await withCheckedContinuation { waiting.append($0) } }
        count += 1
        do throws(Failure) {
            return try make()
        } catch {
            count -= 1
            throw error
        }
    }

    private func giveBack(_ worker: Worker) {
        if waiting.isEmpty { free.append(worker) } else { waiting.removeFirst().resume(returning: worker) }
    }
}
