import Connecting
import Synchronization

/// The letters that a courier still has to carry, in lanes that take turns.
final class DeliveryQueue: Sendable {
    private struct State {
        var lanes: [ArraySlice<Delivery>] = Array(repeating: [], count: 4)
        /// The lane that had the last turn.
        var last = 0
        /// Workers by lane.
        var active = [0, 0, 0, 0]
        /// What was to be reported of letters that a session refused before it took any.
        var refused: [ObjectIdentifier: Receipt] = [:]
        /// How many were reported.
        var reported = 0

        var count: Int { lanes.reduce(0) { $0 + $1.count } }
    }

    private let state = Mutex(State())

    /// How many wait.
    var count: Int { state.withLock { $0.count } }
    var reported: Int { state.withLock { $0.reported } }

    func add(_ deliveries: [Delivery]) {
        state.withLock { state in
            for delivery in deliveries { state.lanes[delivery.bus & 3].append(delivery) }
        }
    }

    /// A lane for a worker: the next one by turns that has letters and not too many workers.
    func join(_ cap: Int) -> Int? {
        state.withLock { state in
            for step in 1...4 {
                let lane = (state.last + step) & 3
                guard !state.lanes[lane].isEmpty, state.active[lane] < cap else { continue }
                state.last = lane
                state.active[lane] += 1
                return lane
            }
            return nil
        }
    }

    func leave(_ lane: Int) { state.withLock { $0.active[lane] -= 1 } }

    /// How many workers could find work now, with so many at most in each lane, and so many letters for each.
    func workers(cap: Int, share: Int) -> Int {
        state.withLock { state in
            (0..<4).reduce(0) { sum, lane in
                sum + max(0, min(cap - state.active[lane], (state.lanes[lane].count + share - 1) / share))
            }
        }
    }

    /// How many wait in a lane.
    func count(in lane: Int) -> Int { state.withLock { $0.lanes[lane].count } }

    /// The next letters of a lane, in order; none when all are taken.
    func take(_ count: Int, from lane: Int) -> [Delivery] {
        state.withLock { state in
            let taken = Array(state.lanes[lane].prefix(count))
            state.lanes[lane] = state.lanes[lane].dropFirst(count)
            return taken
        }
    }

    func putBack(_ deliveries: some Collection<Delivery>, to lane: Int) {
        guard !deliveries.isEmpty else { return }
        state.withLock { $0.lanes[lane] = deliveries + $0.lanes[lane] }
    }

    /// Notes that so many more were reported.
    func noteReport() { state.withLock { $0.reported += 1 } }

    /// Keeps a receipt until it is known that no other session takes the letter.
    func keep(_ receipt: Receipt, of delivery: Delivery) {
        state.withLock { $0.refused[ObjectIdentifier(delivery)] = receipt }
    }

    /// Takes the letters that still wait and that were refused by a session, with their receipts.
    func takeRefused() -> [(Delivery, Receipt)] {
        state.withLock { state in
            var due: [(Delivery, Receipt)] = []
            for lane in 0..<4 {
                let waiting = state.lanes[lane]
                due += waiting.compactMap { delivery in
                    state.refused[ObjectIdentifier(delivery)].map { (delivery, $0) }
                }
                state.lanes[lane] = ArraySlice(waiting.filter { state.refused[ObjectIdentifier($0)] == nil })
            }
            state.refused = [:]
            return due
        }
    }

    /// Takes all that wait.
    func takeAll() -> [Delivery] {
        state.withLock { state in
            defer { state.lanes = Array(repeating: [], count: 4) }
            return state.lanes.flatMap { $0 }
        }
    }
}

/// What a session has reported of a batch.
final class BatchReport: Sendable {
    private struct State {
        var indices: Set<Int> = []
        var refusal: Failure?
    }

    private let state = Mutex(State())

    func insert(_ index: Int) { state.withLock { _ = $0.indices.insert(index) } }

    func contains(_ index: Int) -> Bool { state.withLock { $0.indices.contains(index) } }

    var isEmpty: Bool { state.withLock { $0.indices.isEmpty } }

    /// Why the server wants no such session at all.
    var refusal: Failure? {
        get { state.withLock { $0.refusal } }
        set { state.withLock { $0.refusal = newValue } }
    }
}
