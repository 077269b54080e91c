import Attributes
import Connecting
import Spool
import Synchronization

/// Reads one folder: each letter is stored durably, then the mailbox is told, then the letter is handed on.
///
/// What was stored and not acknowledged, because the process or the connection died between, is acknowledged at the next opening.
final class FolderReader: Sendable {
    /// Letters of one look.
    private static let lookLimit = 1_000
    /// How often other processes are told that all goes well.
    private static let timeToTell = Duration.seconds(20)
    private static let timeToTakeOver = Duration.seconds(2)

    let source: FolderSource
    let vitals: FolderVitals
    private let inbox: any Inbox
    private let owner: Owner
    private let loader: FolderLoader
    private let told = Mutex<Instant?>(nil)
    private let tell: @Sendable (ReadingNews) -> Void

    /// - Parameters:
    ///   - source: What is read, and for whom.
    ///   - inbox: Where letters are stored.
    ///   - owner: Has the folder while it is read.
    ///   - handsOnFirst: Whether the mailbox is told only when a letter was handed on.
    ///   - tell: Hears what happens.
    ///   - receive: Gets the letters that were stored.
    init(
        _ source: FolderSource, _ inbox: any Inbox, _ owner: Owner, handsOnFirst: Bool = false,
        tell: @escaping @Sendable (ReadingNews) -> Void = { _ in },
        receive: @escaping LetterTaking
    ) {
        self.source = source
        self.inbox = inbox
        self.owner = owner
        self.tell = tell
        vitals = FolderVitals(source)
        loader = FolderLoader(
            source, inbox, owner, vitals, handsOnFirst: handsOnFirst, tell: tell, receive: receive)
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
                if isNews {
                    source.log.add(failure)
                    tell(.fails(source, failure))
                }
                let sighting = FolderSighting(time: .now, failure: AttemptFailure(failure), reply: failure.message)
                try? await inbox.note(sighting, of: source.folder, by: owner)
                let isHopeless = failure.code == .authenticationRefused || failure.code == .settingsWrong
                await BackOff.sleep(backOff.next(isHopeless: isHopeless))
            }
        }
    }

    /// Reads what there is, and gives the folder back.
    func runOnce() async throws(ReadingProblem) {
        do throws(ReadingProblem) {
            try await read(once: true) {}
        } catch {
            if case .mailbox(let failure) = error { source.log.add(failure) }
            throw error
        }
    }

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
            try await loader.acknowledgeRest(session)
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
        var underWay = FolderLoader.UnderWay()
        let result: Result<Void, ReadingProblem>
        do throws(ReadingProblem) {
            result = .success(try await read(session, from: start, once: once, &underWay, isReading))
        } catch {
            result = .failure(error)
        }
        await loader.abandon(&underWay)
        try result.get()
    }

    private func read(
        _ session: any ReceivingSession, from start: String?, once: Bool, _ underWay: inout FolderLoader.UnderWay,
        _ isReading: () -> Void
    ) async throws(ReadingProblem) {
        var cursor = start
        while !Task.isCancelled, !owner.isLost {
            let before = cursor
            let look = try await ReadingProblem.asking { () throws(Failure) in
                try await session.look(after: before, limit: Self.lookLimit)
            }
            await saw(session, look)
            isReading()
            let isWhole = try await loader.load(look, session, from: before, behind: &underWay)
            if isWhole { cursor = look.cursor }
            if look.hasMore, isWhole { continue }
            try await loader.finish(&underWay, session)
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
