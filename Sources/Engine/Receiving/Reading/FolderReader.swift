import Attributes
import Connecting
import Spool
import Synchronization

/// Reads one folder: each letter is stored durably, then the mailbox is told, then the letter is handed on.
///
/// What was stored and not acknowledged, because the process or the connection died between, is acknowledged at the next opening.
final class FolderReader: Sendable {
    /// Letters of one look, and of one request and one transaction.
    private static let lookLimit = 2_000
    private static let batch = 200
    private static let batchBytes = 8_000_000
    private static let usualSize = 50_000
    /// How often a letter is asked for that the server does not give out.
    private static let askings = 3
    /// How often other processes are told that all goes well.
    private static let timeToTell = Duration.seconds(20)
    private static let timeToTakeOver = Duration.seconds(2)

    let source: FolderSource
    let vitals: FolderVitals
    private let inbox: any Inbox
    private let owner: Owner
    private let isStillRefused = Mutex<[String: Int]>([:])
    private let told = Mutex<Instant?>(nil)
    /// Gets letters that are stored, before the mailbox is told when `handsOnFirst`.
    private let handOn: @Sendable ([ClaimedArrival]) async throws(ReadingProblem) -> Void
    private let handsOnFirst: Bool
    private let tell: @Sendable (ReadingNews) -> Void

    /// - Parameters:
    ///   - source: What is read, and for whom.
    ///   - inbox: Where letters are stored.
    ///   - owner: Has the folder while it is read.
    ///   - handsOnFirst: Whether the mailbox is told only when a letter was handed on.
    ///   - tell: Hears what happens.
    ///   - handOn: Gets the letters that were stored, a batch at a time; the next one waits until it returns.
    init(
        _ source: FolderSource, _ inbox: any Inbox, _ owner: Owner, handsOnFirst: Bool = false,
        tell: @escaping @Sendable (ReadingNews) -> Void = { _ in },
        handOn: @escaping @Sendable ([ClaimedArrival]) async throws(ReadingProblem) -> Void
    ) {
        self.source = source
        self.inbox = inbox
        self.owner = owner
        self.handsOnFirst = handsOnFirst
        self.tell = tell
        self.handOn = handOn
        vitals = FolderVitals(source)
    }

    /// Reads until its task is cancelled, whatever happens.
    func run() async {
        var backOff = BackOff()
        while !Task.isCancelled, !owner.isLost {
            let problem: ReadingProblem
            do throws(ReadingProblem) {
                try await read(once: false) { backOff = BackOff() }
                continue
            } catch {
                problem = error
            }
            guard !Task.isCancelled else { return }
            switch problem {
            case .taken(let name):
                vitals.update { $0.stage = .standby(name) }
                await BackOff.sleep(Self.timeToTakeOver)
            case .unheard: return
            case .spool(let problem):
                vitals.update { $0.stage = .spoolFails(problem) }
                tell(.spoolFails(problem))
                await BackOff.sleep(backOff.next(isHopeless: false))
            case .mailbox(let failure):
                let isNews = backOff.failures == 0
                vitals.update { $0.stage = .failing(failure) }
                if isNews { tell(.fails(source, failure)) }
                let sighting = FolderSighting(time: .now, failure: AttemptFailure(failure), reply: failure.message)
                try? await inbox.note(sighting, of: source.folder, by: owner)
                let isHopeless = failure.code == .authenticationRefused || failure.code == .settingsWrong
                await BackOff.sleep(backOff.next(isHopeless: isHopeless))
            }
        }
    }

    /// Reads what there is, and gives the folder back.
    func runOnce() async throws(ReadingProblem) { try await read(once: true) {} }

    private func read(once: Bool, _ isReading: () -> Void) async throws(ReadingProblem) {
        guard let state = try await take() else {
            let others = (try? await inbox.folders()) ?? []
            throw .taken(others.first { $0.name == source.folder }?.owner ?? "another process")
        }
        let result: Result<Void, ReadingProblem>
        do throws(ReadingProblem) {
            result = .success(try await read(from: state.cursor, once: once, isReading))
        } catch {
            result = .failure(error)
        }
        // When that does not work, the folder is free with the owner's end.
        try? await inbox.giveBack(source.folder, of: owner)
        try result.get()
    }

    private func take() async throws(ReadingProblem) -> FolderState? {
        let (source, owner, inbox) = (source, owner, inbox)
        return try await ReadingProblem.storing { () throws(SpoolProblem) in
            try await inbox.take(source.folder, for: owner)
        }
    }

    private func read(
        from cursor: String?, once: Bool, _ isReading: () -> Void
    ) async throws(ReadingProblem) {
        let source = source
        let session = try await ReadingProblem.asking { () throws(Failure) in
            try await source.receiver.open(
                source.folder.folder, acknowledging: source.acknowledgement, onlyEvents: source.onlyEvents)
        }
        let result: Result<Void, ReadingProblem>
        do throws(ReadingProblem) {
            try await acknowledgeRest(session)
            result = .success(try await read(session, from: cursor, once: once, isReading))
        } catch {
            result = .failure(error)
        }
        await session.close()
        try result.get()
    }

    private func read(
        _ session: any ReceivingSession, from start: String?, once: Bool, _ isReading: () -> Void
    ) async throws(ReadingProblem) {
        var cursor = start
        while !Task.isCancelled, !owner.isLost {
            let before = cursor
            let look = try await ReadingProblem.asking { () throws(Failure) in
                try await session.look(after: before, limit: Self.lookLimit)
            }
            await saw(session, look)
            isReading()
            let isWhole = try await load(look, session, from: before)
            if isWhole { cursor = look.cursor }
            if look.hasMore, isWhole { continue }
            if isWhole, once { return }
            vitals.update { $0.stage = .watching }
            // Letters that the server did not give out are asked for again soon.
            let patience = isWhole ? source.receiver.interval : .seconds(1)
            try await ReadingProblem.asking { () throws(Failure) in try await session.wait(atMost: patience) }
            // Somebody may have asked for what was loaded to be forgotten.
            guard let state = try await take() else { return }
            if isWhole { cursor = state.cursor }
        }
    }

    /// Notes that the folder was seen; others are told of it now and again.
    private func saw(_ session: any ReceivingSession, _ look: FolderLook) async {
        let now = Instant.now
        let wasFailing = vitals.now.isFailing
        vitals.update { health in
            health.stage = .loading
            health.lastSuccess = now
            health.reply = session.greeting
            health.backlog = look.backlog
        }
        if wasFailing { tell(.works(source)) }
        let isTime = told.withLock { told in
            if let last = told, now - last < Self.timeToTell, !wasFailing { return false }
            told = now
            return true
        }
        guard isTime else { return }
        let sighting = FolderSighting(time: now, reply: session.greeting, backlog: look.backlog)
        try? await inbox.note(sighting, of: source.folder, by: owner)
    }

    // MARK: Loading

    /// Loads what a look found, a batch stored while the next one is fetched.
    ///
    /// - Returns: Whether the folder may be read on behind it.
    private func load(
        _ look: FolderLook, _ session: any ReceivingSession, from cursor: String?
    ) async throws(ReadingProblem) -> Bool {
        let (inbox, folder) = (inbox, source.folder)
        let known = try await ReadingProblem.storing { () throws(SpoolProblem) in
            look.items.isEmpty ? [] : try await inbox.known(look.items.map(\.identity), in: folder)
        }
        let batches = Self.batches(look.items.filter { !known.contains($0.identity) })
        if batches.isEmpty, look.cursor != cursor { _ = try await store([], upTo: look.cursor) }
        var storing: Task<Result<StoredBatch, ReadingProblem>, Never>?
        var isWhole = true
        for (number, batch) in batches.enumerated() {
            let fetched = try await fetch(batch, session)
            if fetched.isIncomplete { isWhole = false }
            if let storing { try await finish(try await storing.value.get(), session) }
            let end = number == batches.count - 1 && isWhole ? look.cursor : nil
            storing = Task { await self.stored(fetched.arrivals, upTo: end) }
        }
        if let storing { try await finish(try await storing.value.get(), session) }
        vitals.update { $0.backlog = look.hasMore ? max(0, look.backlog - look.items.count) : 0 }
        return isWhole
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
    ) async throws(ReadingProblem) -> (arrivals: [NewArrival], isIncomplete: Bool) {
        let fetched = Mutex<[FetchedLetter?]>(Array(repeating: nil, count: items.count))
        let staging = source.staging
        try await ReadingProblem.asking { () throws(Failure) in
            try await session.fetch(items, into: staging) { index, letter in
                fetched.withLock { $0[index] = letter }
            }
        }
        var arrivals: [NewArrival] = []
        arrivals.reserveCapacity(items.count)
        var isIncomplete = false
        for (item, letter) in zip(items, fetched.withLock({ $0 })) {
            // It vanished meanwhile: there is nothing to load.
            guard let letter else { continue }
            if case .refused(let failure) = letter, mayAskAgain(for: item) {
                tell(.refused(source, failure))
                isIncomplete = true
                continue
            }
            arrivals.append(NewArrival(letter, item, source))
        }
        return (arrivals, isIncomplete)
    }

    private func mayAskAgain(for item: FolderItem) -> Bool {
        isStillRefused.withLock { counts in
            counts[item.identity, default: 0] += 1
            guard counts[item.identity, default: 0] >= Self.askings else { return true }
            counts[item.identity] = nil
            return false
        }
    }

    // MARK: Storing and telling the mailbox

    /// Letters that are stored, and what is still to be done about them.
    private struct StoredBatch: Sendable {
        /// What the mailbox is to be told of.
        var identities: [String] = []
        /// Letters whose bytes are only in the mailbox: they stay there as they are.
        var elsewhere: [String] = []
        /// Those to hand on.
        var new: [ClaimedArrival] = []
    }

    private func stored(_ arrivals: [NewArrival], upTo cursor: String?) async -> Result<StoredBatch, ReadingProblem> {
        do throws(ReadingProblem) {
            var batch = try await store(arrivals, upTo: cursor)
            if handsOnFirst, !batch.new.isEmpty {
                try await handOn(batch.new)
                batch.new = []
            }
            return .success(batch)
        } catch {
            return .failure(error)
        }
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

    /// Tells the mailbox, and hands the letters on whether it heard or not.
    private func finish(_ batch: StoredBatch, _ session: any ReceivingSession) async throws(ReadingProblem) {
        let told: Result<Void, ReadingProblem>
        do throws(ReadingProblem) {
            told = .success(try await acknowledge(batch.identities, elsewhere: batch.elsewhere, session))
        } catch {
            told = .failure(error)
        }
        if !batch.new.isEmpty { try await handOn(batch.new) }
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
    private func acknowledgeRest(_ session: any ReceivingSession) async throws(ReadingProblem) {
        let (inbox, folder) = (inbox, source.folder)
        while true {
            let rest = try await ReadingProblem.storing { () throws(SpoolProblem) in
                try await inbox.unacknowledged(in: folder, limit: Self.lookLimit)
            }
            guard !rest.isEmpty else { return }
            try await acknowledge(rest.map(\.identity), elsewhere: [], session)
        }
    }
}

/// What happens while folders are read.
enum ReadingNews: Sendable {
    case loaded(FolderSource, Int)
    case fails(FolderSource, Failure)
    case works(FolderSource)
    /// The server did not give a letter out.
    case refused(FolderSource, Failure)
    case spoolFails(SpoolProblem)
}
