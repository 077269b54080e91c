import Attributes
import Connecting
import Spool
import Synchronization

/// Takes letters that are stored, several batches at a time; what it returns hands them on, a batch after another in their order.
typealias LetterTaking =
    @Sendable ([ClaimedArrival]) async throws(ReadingProblem) -> @Sendable () async throws(ReadingProblem) -> Void

/// Loads the letters that a look at a folder found, in batches: each is fetched, stored durably, and told of to the mailbox and to those
/// who wait for it.
///
/// Batches are on their way side by side: one is fetched while those before it are stored and looked into.
final class FolderLoader: Sendable {
    /// Letters of one request and one transaction.
    private static let batch = 200
    private static let batchBytes = 8_000_000
    private static let usualSize = 50_000
    /// Batches that are stored or looked into while the next one is fetched.
    private static let batchesUnderWay = 3
    /// How often a letter is asked for that the server does not give out.
    private static let askings = 3
    /// Letters that the mailbox is told of at once when something came between.
    private static let restLimit = 2_000

    private let source: FolderSource
    private let inbox: any Inbox
    private let owner: Owner
    private let vitals: FolderVitals
    private let isStillRefused = Mutex<[String: Int]>([:])
    private let handsOnFirst: Bool
    private let tell: @Sendable (ReadingNews) -> Void
    private let receive: LetterTaking

    /// - Parameters:
    ///   - source: What is read, and for whom.
    ///   - inbox: Where letters are stored.
    ///   - owner: Has the folder while it is read.
    ///   - vitals: Where it is noted how far it is.
    ///   - handsOnFirst: Whether the mailbox is told only when a letter was handed on.
    ///   - tell: Hears what happens.
    ///   - receive: Gets the letters that were stored.
    init(
        _ source: FolderSource, _ inbox: any Inbox, _ owner: Owner, _ vitals: FolderVitals, handsOnFirst: Bool,
        tell: @escaping @Sendable (ReadingNews) -> Void, receive: @escaping LetterTaking
    ) {
        self.source = source
        self.inbox = inbox
        self.owner = owner
        self.vitals = vitals
        self.handsOnFirst = handsOnFirst
        self.tell = tell
        self.receive = receive
    }

    /// Loads what is new of a look; its last batches are still under way then.
    ///
    /// - Returns: Whether the folder may be read on behind it.
    func load(
        _ look: FolderLook, _ session: any ReceivingSession, from cursor: String?, behind underWay: inout UnderWay
    ) async throws(ReadingProblem) -> Bool {
        let (inbox, folder) = (inbox, source.folder)
        let known = try await ReadingProblem.storing { () throws(SpoolProblem) in
            look.items.isEmpty ? [] : try await inbox.known(look.items.map(\.identity), in: folder)
        }
        let new = look.items.filter { !known.contains($0.identity) && !underWay.contains($0.identity) }
        let batches = Self.batches(new)
        if batches.isEmpty, look.cursor != cursor { begin([], upTo: look.cursor, behind: &underWay) }
        var isWhole = true
        for (number, batch) in batches.enumerated() {
            let fetched = try await fetch(batch, session)
            if fetched.isIncomplete { isWhole = false }
            if underWay.count >= Self.batchesUnderWay { try await finish(underWay.removeFirst(), session) }
            let end = number == batches.count - 1 && isWhole ? look.cursor : nil
            begin(fetched.letters, upTo: end, behind: &underWay)
        }
        vitals.update { $0.backlog = look.hasMore ? max(0, look.backlog - look.items.count) : 0 }
        return isWhole
    }

    /// Waits for what is under way, and tells the mailbox of it.
    func finish(_ underWay: inout UnderWay, _ session: any ReceivingSession) async throws(ReadingProblem) {
        while !underWay.isEmpty { try await finish(underWay.removeFirst(), session) }
    }

    /// Hands on what is under way, when the mailbox can't be told: it is told at the next opening.
    ///
    /// As long as its owner lives, nobody else would hand on what was stored.
    func abandon(_ underWay: inout UnderWay) async {
        while !underWay.isEmpty {
            guard case .success(let batch) = await underWay.removeFirst().value, !batch.new.isEmpty else { continue }
            try? await receive(batch.new)()
        }
    }

    private static func batches(_ items: [FolderItem]) -> [[FolderItem]] {
        var batches: [[FolderItem]] = []
        var batch: [FolderItem] = []
        var bytes = 0
        for item in items {
            batch.append(item)
            bytes += item.size ?? Self.usualSize
            guard batch.count == Self.batch || bytes >= Self.batchBytes else { continue }
            batches.append(batch)
            (batch, bytes) = ([], 0)
        }
        return batch.isEmpty ? batches : batches + [batch]
    }

    /// Fetches letters of a look, in their order.
    private func fetch(
        _ items: [FolderItem], _ session: any ReceivingSession
    ) async throws(ReadingProblem) -> (letters: [(FetchedLetter, FolderItem)], isIncomplete: Bool) {
        let fetched = Mutex<[FetchedLetter?]>(Array(repeating: nil, count: items.count))
        let staging = source.staging
        try await ReadingProblem.asking { () throws(Failure) in
            try await session.fetch(items, into: staging) { index, letter in
                fetched.withLock { $0[index] = letter }
            }
        }
        var letters: [(FetchedLetter, FolderItem)] = []
        letters.reserveCapacity(items.count)
        var isIncomplete = false
        for (item, letter) in zip(items, fetched.withLock({ $0 })) {
            // It vanished meanwhile: there is nothing to load.
            guard let letter else { continue }
            if case .refused(let failure) = letter, mayAskAgain(for: item) {
                tell(.refused(source, failure))
                isIncomplete = true
                continue
            }
            letters.append((letter, item))
        }
        return (letters, isIncomplete)
    }

    private func mayAskAgain(for item: FolderItem) -> Bool {
        isStillRefused.withLock { counts in
            counts[item.identity, default: 0] += 1
            guard counts[item.identity, default: 0] >= Self.askings else { return true }
            counts[item.identity] = nil
            return false
        }
    }

    // MARK: Storing

    /// Letters that are stored, and what is still to be done about them.
    fileprivate struct StoredBatch: Sendable {
        /// What the mailbox is to be told of.
        var identities: [String] = []
        /// Letters whose bytes are only in the mailbox: they stay there as they are.
        var elsewhere: [String] = []
        /// Those to hand on.
        var new: [ClaimedArrival] = []
    }

    fileprivate typealias Step = Task<Result<StoredBatch, ReadingProblem>, Never>

    /// Batches that were fetched and not finished, the oldest first.
    struct UnderWay {
        fileprivate struct Batch {
            var identities: Set<String>
            var stored: Step
            /// Stored, and handed on where that comes before the mailbox is told.
            var ready: Step
        }

        fileprivate private(set) var batches: [Batch] = []

        var isEmpty: Bool { batches.isEmpty }
        fileprivate var count: Int { batches.count }

        fileprivate func contains(_ identity: String) -> Bool {
            batches.contains { $0.identities.contains(identity) }
        }

        fileprivate mutating func append(_ batch: Batch) { batches.append(batch) }

        fileprivate mutating func removeFirst() -> Step { batches.removeFirst().ready }
    }

    /// Begins to store letters: after those before them, since the folder's cursor goes with the last of them.
    private func begin(
        _ letters: [(FetchedLetter, FolderItem)], upTo cursor: String?, behind underWay: inout UnderWay
    ) {
        let (last, source) = (underWay.batches.last, source)
        let identities = Set(letters.map(\.1.identity))
        let stored = Step {
            let arrivals = await SideBySide.map(letters) { NewArrival($0, $1, source) }
            do throws(ReadingProblem) {
                _ = try await last?.stored.value.get()
                return .success(try await self.store(arrivals, upTo: cursor))
            } catch {
                return .failure(error)
            }
        }
        guard handsOnFirst else {
            return underWay.append(.init(identities: identities, stored: stored, ready: stored))
        }
        let ready = Step {
            do throws(ReadingProblem) {
                var batch = try await stored.value.get()
                let handOn = batch.new.isEmpty ? nil : try await self.receive(batch.new)
                _ = try await last?.ready.value.get()
                try await handOn?()
                batch.new = []
                return .success(batch)
            } catch {
                return .failure(error)
            }
        }
        underWay.append(.init(identities: identities, stored: stored, ready: ready))
    }

    private func store(_ arrivals: [NewArrival], upTo cursor: String?) async throws(ReadingProblem) -> StoredBatch {
        let (inbox, folder, owner) = (inbox, source.folder, owner)
        let stored = try await ReadingProblem.storing { () throws(SpoolProblem) in
            try await inbox.store(arrivals, from: folder, cursor: cursor, for: owner)
        }
        let new = zip(arrivals, stored).filter(\.1.isNew).map(\.0)
        vitals.update { $0.loaded += new.count }
        if !new.isEmpty { tell(.loaded(source, new.count)) }
        return StoredBatch(
            identities: arrivals.filter { !$0.raw.isHeaderOnly }.map(\.identity),
            elsewhere: arrivals.filter(\.raw.isHeaderOnly).map(\.identity),
            new: new.map { ClaimedArrival($0, folder) })
    }

    // MARK: Telling the mailbox, and handing on

    /// Tells the mailbox, and hands the letters on whether it heard or not.
    private func finish(_ step: Step, _ session: any ReceivingSession) async throws(ReadingProblem) {
        let batch = try await step.value.get()
        let told: Result<Void, ReadingProblem>
        do throws(ReadingProblem) {
            told = .success(try await acknowledge(batch.identities, elsewhere: batch.elsewhere, session))
        } catch {
            told = .failure(error)
        }
        if !batch.new.isEmpty { try await receive(batch.new)() }
        try told.get()
    }

    private func acknowledge(
        _ identities: [String], elsewhere: [String], _ session: any ReceivingSession
    ) async throws(ReadingProblem) {
        guard !identities.isEmpty || !elsewhere.isEmpty else { return }
        if !identities.isEmpty {
            try await ReadingProblem.asking { () throws(Failure) in try await session.acknowledge(identities) }
        }
        let (inbox, folder) = (inbox, source.folder)
        try await ReadingProblem.storing { () throws(SpoolProblem) in
            try await inbox.acknowledged(identities + elsewhere, in: folder)
        }
    }

    /// Tells the mailbox of letters that were stored before, when something came between.
    func acknowledgeRest(_ session: any ReceivingSession) async throws(ReadingProblem) {
        let (inbox, folder) = (inbox, source.folder)
        while true {
            let rest = try await ReadingProblem.storing { () throws(SpoolProblem) in
                try await inbox.unacknowledged(in: folder, limit: Self.restLimit)
            }
            guard !rest.isEmpty else { return }
            try await acknowledge(rest.map(\.identity), elsewhere: [], session)
        }
    }
}
