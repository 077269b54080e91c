import Attributes
import Spool

/// What a service does beside sending, now and again.
extension Service {
    private static let timeToRecover = Duration.seconds(5)
    private static let timeToPurge = Duration.seconds(60)

    /// Sees to the letters of processes that died.
    func recover() async {
        await again(every: Self.timeToRecover, as: .recovering) { () async throws(SpoolProblem) in
            let recovery = try await spool.recover(now: .now)
            if !recovery.isEmpty { tell(.recovered(recovery)) }
        }
    }

    /// Removes what ended long ago, and looks whether the disk has room.
    func purge() async {
        await again(every: Self.timeToPurge, as: .purging) { () async throws(SpoolProblem) in
            alerts.checkDisk(of: spool.place)
            var removed = 0
            defer { if removed > 0 { tell(.purged(removed)) } }
            while case let count = try await spool.purge(now: .now, limit: 500), count > 0 { removed += count }
            while case let count = try await spool.purgeArrivals(now: .now, limit: 500), count > 0 { removed += count }
        }
    }

    /// Does something until its task is cancelled; that it fails is told once, until it works again.
    private func again(
        every pause: Duration, as chore: ServiceNews.Chore, _ work: () async throws(SpoolProblem) -> Void
    ) async {
        var fails = false
        while !Task.isCancelled {
            do throws(SpoolProblem) {
                try await work()
                fails = false
            } catch {
                if !fails, !Task.isCancelled { tell(.choreFails(chore, error)) }
                fails = true
            }
            try? await Task.sleep(for: pause)
        }
    }
}
