import Attributes
import Spool

/// Looks into letters that are stored, some at a time, and writes down who is to get them.
///
/// A reader that brings letters faster than they are looked into waits here, so that memory stays small.
actor ArrivalDesk {
    /// Batches that are looked into at once: more than there are processors would only wait for each other.
    private static let places = 2
    private static let batch = 100
    private static let pauseAfterProblem = Duration.seconds(2)
    private static let longestSleep = Duration.seconds(30)
    /// When letters that wait for an answer are looked into again.
    private static let pauseOfWaiting = Duration.seconds(5)

    private let inbox: any Inbox
    private let owner: Owner
    private let understand: @Sendable ([ClaimedArrival]) async -> [Understood]
    /// Hears of what was written down.
    private let prepared: @Sendable ([Understood], [ArrivalState?]) async -> Void
    private let tell: @Sendable (SpoolProblem) -> Void
    private var free = places
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let bell = Bell()

    init(
        _ inbox: any Inbox, _ owner: Owner, tell: @escaping @Sendable (SpoolProblem) -> Void,
        understand: @escaping @Sendable ([ClaimedArrival]) async -> [Understood],
        prepared: @escaping @Sendable ([Understood], [ArrivalState?]) async -> Void
    ) {
        self.inbox = inbox
        self.owner = owner
        self.tell = tell
        self.understand = understand
        self.prepared = prepared
    }

    /// Takes letters that are the owner's; returns when they are being looked into.
    func take(_ arrivals: [ClaimedArrival]) async {
        await takePlace()
        Task {
            await work(arrivals)
            givePlaceBack()
        }
    }

    /// Fetches what was left over or is to be looked into again, until its task is cancelled.
    func run() async {
        let news = Task { for await _ in inbox.arrivalNews() { bell.ring() } }
        defer { news.cancel() }
        while !Task.isCancelled, !owner.isLost {
            do throws(SpoolProblem) {
                while !Task.isCancelled {
                    let arrivals = try await inbox.claimArrivals(routes: nil, limit: Self.batch, for: owner)
                    if arrivals.isEmpty { break }
                    await take(arrivals)
                }
                await bell.wait(atMost: Self.longestSleep)
            } catch {
                guard error.code != .closed else { return }
                tell(error)
                await BackOff.sleep(Self.pauseAfterProblem)
            }
        }
    }

    /// Lets a sleeping run look whether it is over.
    nonisolated func wake() { bell.ring() }

    /// Returns when nothing is looked into any more.
    func finish() async {
        for _ in 0..<Self.places { await takePlace() }
        for _ in 0..<Self.places { givePlaceBack() }
    }

    private func work(_ arrivals: [ClaimedArrival]) async {
        let all = await understand(arrivals)
        letWait(all.filter(\.waits).map(\.prepared.id))
        let understood = all.filter { !$0.waits }
        while !owner.isLost, !understood.isEmpty {
            do throws(SpoolProblem) {
                let states = try await inbox.prepare(understood.map(\.prepared), of: owner)
                return await prepared(understood, states)
            } catch {
                guard error.code != .closed else { return }
                tell(error)
            }
            await BackOff.sleep(Self.pauseAfterProblem)
        }
    }

    /// Gives letters back later, to be fetched again; when the process ends first, they are free with its end.
    private func letWait(_ arrivals: [UUIDv7]) {
        guard !arrivals.isEmpty else { return }
        Task { [inbox, owner, tell] in
            await BackOff.sleep(Self.pauseOfWaiting)
            while !owner.isLost {
                do throws(SpoolProblem) {
                    return try await inbox.releaseArrivals(arrivals, of: owner)
                } catch {
                    guard error.code != .closed else { return }
                    tell(error)
                }
                await BackOff.sleep(Self.pauseAfterProblem)
            }
        }
    }

    private func takePlace() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func givePlaceBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
