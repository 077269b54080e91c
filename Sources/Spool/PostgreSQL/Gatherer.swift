internal import Synchronization

/// Brings calls together that come while others are on their way: they go in one piece.
final class Gatherer<Item: Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let item: Item
        let weight: Int
        let continuation: CheckedContinuation<Result<Value, SpoolProblem>, Never>
    }

    private struct State {
        var waiting: [Entry] = []
        var workers = 0
    }

    private let largest: Int
    private let heaviest: Int
    private let workers: Int
    private let work: @Sendable ([Item]) async -> [Result<Value, SpoolProblem>]
    private let state = Mutex(State())

    /// - Parameters:
    ///   - workers: How many groups may be on their way at once.
    ///   - largest: How many items a group has at most.
    ///   - heaviest: How much its items weigh together at most, if it has more than one.
    ///   - work: Answers for each item of a group, in their order.
    init(
        workers: Int = 1, largest: Int = 500, heaviest: Int = 8_000_000,
        work: @escaping @Sendable ([Item]) async -> [Result<Value, SpoolProblem>]
    ) {
        self.workers = workers
        self.largest = largest
        self.heaviest = heaviest
        self.work = work
    }

    func add(_ item: Item, weight: Int = 1_000) async throws(SpoolProblem) -> Value {
        let result: Result<Value, SpoolProblem> = await withCheckedContinuation { continuation in
            let isNeeded = state.withLock { state in
                state.waiting.append(Entry(item: item, weight: weight, continuation: continuation))
                guard state.workers < workers else { return false }
                state.workers += 1
                return true
            }
            if isNeeded { Task.detached { await self.run() } }
        }
        return try result.get()
    }

    private func run() async {
        while let group = take() {
            let results = await work(group.map(\.item))
            for (entry, result) in zip(group, results) { entry.continuation.resume(returning: result) }
        }
    }

    private func take() -> [Entry]? {
        state.withLock { state in
            guard !state.waiting.isEmpty else {
                state.workers -= 1
                return nil
            }
            var count = 0
            var weight = 0
            while count < min(state.waiting.count, largest),
                count == 0 || weight + state.waiting[count].weight < heaviest
            {
                weight += state.waiting[count].weight
                count += 1
            }
            defer { state.waiting.removeFirst(count) }
            return Array(state.waiting.prefix(count))
        }
    }
}
