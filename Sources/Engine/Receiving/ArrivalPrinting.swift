package import Attributes
import Connecting
import MIME
package import Spool
import Synchronization

/// Hands what comes in by a route to one who writes it down at once: what stands behind `router receive`.
///
/// Being written is the delivery: only then is a letter delivered in the spool and acknowledged in the mailbox. What was stored and not
/// written, because the process died, is written by the next one.
package final class ArrivalPrinting: Sendable {
    /// What came of it.
    package struct Outcome: Sendable {
        package var written = 0
        /// Letters that nobody can get as they are, with the reasons.
        package var quarantined: [(id: UUIDv7, reason: AttemptFailure)] = []
    }

    private static let batch = 100
    private static let pauseAfterProblem = Duration.seconds(2)

    private let route: ReceiveRoute
    private let workspace: Workspace
    private let spool: any Spool
    private let owner: Owner
    private let interpreter: Interpreter
    private let write: @Sendable ([UInt8]) -> Bool
    private let quarantined: @Sendable (UUIDv7, AttemptFailure) -> Void
    private let state = Mutex(Outcome())
    /// Batches are written by tasks of their own, which the end of the reading does not cancel.
    private let isEnding = Atomic(false)

    /// - Parameters:
    ///   - route: Whose letters.
    ///   - workspace: The route's.
    ///   - spool: Where letters are kept.
    ///   - owner: What this process is there.
    ///   - quarantined: Hears of letters that can't be written.
    ///   - write: Writes a message's JSON as a line; `false` when nobody reads it.
    package init(
        _ route: ReceiveRoute, in workspace: Workspace, on spool: any Spool, _ owner: Owner,
        quarantined: @escaping @Sendable (UUIDv7, AttemptFailure) -> Void,
        write: @escaping @Sendable ([UInt8]) -> Bool
    ) {
        self.route = route
        self.workspace = workspace
        self.spool = spool
        self.owner = owner
        self.quarantined = quarantined
        self.write = write
        interpreter = Interpreter(spool)
        interpreter.use(workspace)
    }

    package var outcome: Outcome { state.withLock { $0 } }

    /// Writes what was left over, then what comes in.
    ///
    /// - Parameter once: Whether to end when all that is there was written; else when its task is cancelled.
    /// - Throws: Why a folder can't be read; with `once` only.
    package func run(once: Bool) async throws(ReadingProblem) {
        _ = try? await spool.recover(now: .now)
        while true {
            let rest = try await ReadingProblem.storing { () throws(SpoolProblem) in
                try await spool.claimArrivals(routes: [route.name], limit: Self.batch, for: owner)
            }
            if rest.isEmpty { break }
            try await take(rest, once: once)()
        }
        let staging = StagingFolder(in: workspace.folder)
        defer { withExtendedLifetime(staging) {} }
        let readers = workspace.folderSources(of: route, staging: staging.path).map { source in
            FolderReader(source, spool, owner, handsOnFirst: true) { arrivals in
                await self.take(arrivals, once: once)
            }
        }
        guard !once else {
            for reader in readers { try await reader.runOnce() }
            return
        }
        await withTaskCancellationHandler {
            await withTaskGroup(of: Void.self) { group in
                for reader in readers { group.addTask { await reader.run() } }
            }
        } onCancel: {
            isEnding.store(true, ordering: .relaxed)
        }
    }

    /// Looks into letters; what it returns writes them.
    private func take(
        _ arrivals: [ClaimedArrival], once: Bool
    ) async -> @Sendable () async throws(ReadingProblem) -> Void {
        let name = route.name
        let understood = await interpreter.understand(arrivals)
        let lines = await SideBySide.map(understood) { one in
            one.message.map {
                HandedMessage.json(
                    id: one.prepared.id, route: name, attributes: $0.attributes, attachments: $0.attachments)
            }
        }
        return { () async throws(ReadingProblem) in try await self.write(understood, lines, once: once) }
    }

    private func write(
        _ understood: [Understood], _ lines: [[UInt8]?], once: Bool
    ) async throws(ReadingProblem) {
        for (one, line) in zip(understood, lines) {
            if let line {
                guard write(line) else { throw .unheard }
                state.withLock { $0.written += 1 }
            } else if let reason = one.prepared.quarantine {
                state.withLock { $0.quarantined.append((one.prepared.id, reason)) }
                quarantined(one.prepared.id, reason)
            }
        }
        let all = understood.map { one in
            var prepared = one.prepared
            prepared.handlings = []
            return prepared
        }
        while true {
            do throws(ReadingProblem) {
                return try await ReadingProblem.storing { () throws(SpoolProblem) in
                    _ = try await spool.prepare(all, of: owner)
                }
            } catch {
                // They were written, and are this process's: nobody else notes it as long as it lives.
                let isEnded = Task.isCancelled || isEnding.load(ordering: .relaxed)
                let isWorthWaiting = !once && !owner.isLost && !isEnded
                guard isWorthWaiting, case .spool(let problem) = error, problem.code != .closed else { throw error }
            }
            await BackOff.sleep(Self.pauseAfterProblem)
        }
    }
}
