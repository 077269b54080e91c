import Attributes
package import Connecting
package import Spool
import Synchronization

/// Writes down in the spool which letters go out and what became of them.
package final class SpoolJournal: Journal {
    private let spool: any Spool
    private let owner: Owner
    private let schedule: RetrySchedule
    private let heard: @Sendable (Delivery, Receipt, Duration) -> Void

    /// - Parameters:
    ///   - spool: Where the letters are.
    ///   - owner: Has claimed them.
    ///   - schedule: When what is deferred is due again.
    ///   - heard: Is told of every outcome once it is written down, with how long the attempt took.
    package init(
        _ spool: any Spool, _ owner: Owner, schedule: RetrySchedule = RetrySchedule(),
        heard: @escaping @Sendable (Delivery, Receipt, Duration) -> Void = { _, _, _ in }
    ) {
        self.spool = spool
        self.owner = owner
        self.schedule = schedule
        self.heard = heard
    }

    package func begin(_ deliveries: [Delivery]) async throws(Failure) -> any JournalPage {
        guard !owner.isLost else { throw Self.lost }
        var ids: [UUIDv7] = []
        ids.reserveCapacity(deliveries.count)
        for delivery in deliveries {
            guard let id = UUIDv7(delivery.letter.id) else {
                preconditionFailure("a letter of the spool has an id of its")
            }
            ids.append(id)
        }
        let batch: Batch
        do throws(SpoolProblem) {
            batch = try await spool.begin(ids, of: owner)
        } catch {
            throw Failure(error)
        }
        let refused = Set(batch.refused)
        return Page(self, batch, deliveries, ids, mayGo: ids.map { !refused.contains($0) })
    }

    package func decided(_ delivery: Delivery, _ receipt: Receipt) {
        guard let id = UUIDv7(delivery.letter.id) else { return }
        let (receipt, next) = schedule.settle(receipt, delivery.history, now: .now)
        let outcome = LetterOutcome(id: id, receipt: receipt, began: .now, ended: .now, next: next)
        Task {
            let failure = await insistently { () async throws(SpoolProblem) in
                try await self.spool.record([outcome], of: nil, self.owner)
            }
            if let failure { return delivery.report(Self.unwritten(delivery, failure)) }
            heard(delivery, receipt, .zero)
            delivery.report(receipt)
        }
    }

    private static let lost = Failure(
        .spoolFailed, .again, "others have taken this process for dead and its letters over",
        help: "start it again; see why it could not reach the spool for so long")

    /// What one session is at.
    private final class Page: JournalPage {
        private struct State {
            var ended: [(index: Int, receipt: Receipt, time: Instant)] = []
            var isWriting = false
            /// Whether the spool does not know of an outcome.
            var isUnwritten = false
            var left: Int
            var waiting: [CheckedContinuation<Void, Never>] = []
        }

        private let journal: SpoolJournal
        private let batch: Batch
        private let deliveries: [Delivery]
        private let ids: [UUIDv7]
        private let isGoing: [Bool]
        private let began = Instant.now
        private let state: Mutex<State>

        init(_ journal: SpoolJournal, _ batch: Batch, _ deliveries: [Delivery], _ ids: [UUIDv7], mayGo: [Bool]) {
            self.journal = journal
            self.batch = batch
            self.deliveries = deliveries
            self.ids = ids
            isGoing = mayGo
            state = Mutex(State(left: mayGo.count { $0 }))
        }

        func mayGo(_ index: Int) -> Bool { isGoing[index] }

        func closing(_ index: Int) { journal.owner.marks.set(ids[index]) }

        func ended(_ index: Int, _ receipt: Receipt) {
            let mustWrite = state.withLock { state in
                state.ended.append((index, receipt, .now))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if mustWrite { Task { await write() } }
        }

        func close() async {
            await withCheckedContinuation { continuation in
                let isIdle = state.withLock { state in
                    if state.isWriting { state.waiting.append(continuation) }
                    return !state.isWriting
                }
                if isIdle { continuation.resume() }
            }
            guard state.withLock({ $0.left > 0 && !$0.isUnwritten }) else { return }
            // What can't be ended now is seen to after this process's end.
            _ = await journal.insistently { () async throws(SpoolProblem) in
                try await self.journal.spool.end(self.batch, of: self.journal.owner)
            }
        }

        /// Writes down what has ended, in one go what came meanwhile, until there is nothing more.
        private func write() async {
            while true {
                let ended = state.withLock { state in
                    defer { state.ended = [] }
                    return state.ended
                }
                guard !ended.isEmpty else { break }
                let settled = ended.map {
                    journal.schedule.settle($0.receipt, deliveries[$0.index].history, now: $0.time)
                }
                let outcomes = zip(ended, settled).map { end, settled in
                    LetterOutcome(
                        id: ids[end.index], receipt: settled.receipt, began: began, ended: end.time, next: settled.next)
                }
                let failure = await journal.insistently { () async throws(SpoolProblem) in
                    try await self.journal.spool.record(outcomes, of: self.batch, self.journal.owner)
                }
                if let failure {
                    // The marks stay, and the batch is not ended: whoever sees to this process's letters holds these.
                    for end in ended {
                        deliveries[end.index].report(SpoolJournal.unwritten(deliveries[end.index], failure))
                    }
                    state.withLock { $0.isUnwritten = true }
                    continue
                }
                for (end, settled) in zip(ended, settled) {
                    let delivery = deliveries[end.index]
                    journal.heard(delivery, settled.receipt, end.time - began)
                    delivery.report(settled.receipt)
                }
                state.withLock { $0.left -= ended.count }
            }
            let waiting = state.withLock { state in
                // Something may have come in between.
                guard state.ended.isEmpty else { return nil as [CheckedContinuation<Void, Never>]? }
                state.isWriting = false
                defer { state.waiting = [] }
                return state.waiting
            }
            guard let waiting else { return await write() }
            for continuation in waiting { continuation.resume() }
        }
    }

    /// Does what must be done, again and again while it may succeed later: a full disk, a database that restarts.
    ///
    /// What can't succeed any more is left to those who see to this process's letters after its end: what was on the wire is held.
    ///
    /// - Returns: Why it could not be done; `nil` when it was.
    private func insistently(_ body: @Sendable () async throws(SpoolProblem) -> Void) async -> Failure? {
        var pause = Duration.milliseconds(50)
        while !owner.isLost {
            do throws(SpoolProblem) {
                try await body()
                return nil
            } catch {
                guard error.mayPass else { return Failure(error) }
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
        return Self.lost
    }

    /// What is told of a letter whose outcome the spool does not know, so that it will be held there.
    private static func unwritten(_ delivery: Delivery, _ failure: Failure) -> Receipt {
        Receipt(delivery.letter, all: .held, failure: failure)
    }
}

extension Failure {
    /// Why the spool could not take something, as those see it who wait for a letter.
    package init(_ problem: SpoolProblem) {
        self.init(
            .spoolFailed, problem.mayPass ? .again : .never, "\(problem.place): \(problem.problem)",
            help: problem.remedy)
    }
}
