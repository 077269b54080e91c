internal import Attributes
internal import Connecting
internal import Glibc
internal import Wire

/// A folder of a maildir that is read.
actor MaildirMailbox: ReceivingSession {
    private let executor: PooledExecutor
    private let maildir: Maildir
    private let name: String
    private let acknowledgement: Acknowledgement
    private let interval: Duration
    private var folder = ""
    /// Where acknowledged letters go.
    private var target: String?
    private var watch: FolderWatch?
    /// Letters whose files were renamed by us: that is no news.
    private var acknowledged: Set<String> = []
    private var isClosed = false

    nonisolated let greeting: String
    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Files may become visible in another order than they came, within so many nanoseconds.
    private static let slack: Int64 = 2_000_000_000
    /// How long to wait where the machine does not tell of new files.
    private static let blindWait = Duration.seconds(5)

    init(
        _ maildir: Maildir, _ name: String, _ acknowledgement: Acknowledgement, _ interval: Duration
    ) throws(WireError) {
        executor = try PooledExecutor()
        self.maildir = maildir
        self.name = name
        self.acknowledgement = acknowledgement
        self.interval = interval
        greeting = "\(maildir.path) is read"
    }

    func prepare() throws(Failure) {
        let folders = MaildirFolders(root: maildir.path)
        if !MaildirFolders.isFolder(maildir.path) { try maildir.prepare() }
        folder = try folders.path(name)
        guard MaildirFolders.isFolder(folder) else { throw folders.missing(name) }
        if acknowledgement != .keep {
            for part in ["new", "cur"] { try Maildir.requireWritable("\(folder)/\(part)") }
        }
        if case .move(let other) = acknowledgement {
            let path = try folders.path(other)
            guard path != folder else {
                throw Failure(
                    .settingsWrong, .never,
                    "letters of '\(PlainText.printable(other))' are to be moved to where they are",
                    help: "name another folder in 'after: {move: …}'")
            }
            if path != maildir.path { try Maildir(path: path).prepareSubfolder() }
            target = path
        }
        watch = FolderWatch(["\(folder)/new", "\(folder)/cur"])
    }

    func look(after text: String?, limit: Int) throws(Failure) -> FolderLook {
        try requireOpen()
        _ = watch?.drain { _ in false }
        let now = Instant.now.total
        var cursor = text.flatMap(MaildirCursor.init) ?? MaildirCursor(first: now)
        // This machine's clock was set back: what came since might lie before the cursor.
        if cursor.point > now { cursor = MaildirCursor(first: now) }
        let entries = try MaildirListing(folder).entries.filter { !$0.name.isTrashed }
        var waiting: [MaildirListing.Entry] = []
        var given: [MaildirListing.Entry] = []
        for entry in entries {
            let isOld = cursor.first.map { entry.changed <= $0 } ?? false
            if cursor.has(entry) || acknowledged.contains(entry.name.base) && isAcknowledged(entry.name) {
                given.append(entry)
            } else if !isOld || !isAcknowledged(entry.name) {
                waiting.append(entry)
            }
        }
        let found = waiting.prefix(limit)
        let hasMore = found.count < waiting.count
        let all = (given + found).sorted { $0.changed < $1.changed }
        let point = hasMore ? found.last?.changed ?? cursor.point : max(cursor.point, now - Self.slack)
        let items = found.map { entry in
            FolderItem(
                identity: entry.name.base, size: entry.size, received: entry.received, isOutgoing: SentNames.has(name))
        }
        return FolderLook(
            items: items, cursor: "\(cursor.moved(to: point, given: all))", hasMore: hasMore, backlog: waiting.count)
    }

    private func isAcknowledged(_ name: MaildirName) -> Bool {
        switch acknowledgement {
        case .seen: name.isSeen
        case .flagged: name.isFlagged
        case .keep, .move: false
        }
    }

    func fetch(
        _ items: [FolderItem], into path: String, _ take: @Sendable (Int, FetchedLetter) -> Void
    ) throws(Failure) {
        try requireOpen()
        var places = try paths()
        for (index, item) in items.enumerated() {
            guard let place = places[item.identity] else { continue }
            if let letter = try MaildirFile.read("\(folder)/\(place)", into: path) {
                take(index, letter)
            } else {
                // Somebody has renamed it just now, or taken it away.
                places = try paths()
                if let place = places[item.identity],
                    let letter = try MaildirFile.read("\(folder)/\(place)", into: path)
                {
                    take(index, letter)
                }
            }
        }
    }

    func acknowledge(_ identities: [String]) throws(Failure) {
        try requireOpen()
        guard acknowledgement != .keep, !identities.isEmpty else { return }
        var places = try paths()
        for identity in identities {
            for isFirst in [true, false] {
                guard let place = places[identity] else { break }
                if try rename(place) {
                    acknowledged.insert(identity)
                    break
                }
                if isFirst { places = try paths() }
            }
        }
    }

    /// - Returns: `false` when it is not there any more.
    private func rename(_ place: String) throws(Failure) -> Bool {
        let name = MaildirName(String(place.dropFirst("new/".count)))
        let goal: String
        switch acknowledgement {
        case .keep: return true
        case .seen: goal = "\(folder)/cur/\(name.adding("S"))"
        case .flagged: goal = "\(folder)/cur/\(name.adding("F"))"
        case .move: goal = "\(target ?? folder)/cur/\(name.adding(nil))"
        }
        guard goal != "\(folder)/\(place)" else { return true }
        if Glibc.rename("\(folder)/\(place)", goal) == 0 { return true }
        guard errno == ENOENT else { throw Maildir.notWritable(goal, errno) }
        return false
    }

    func wait(atMost patience: Duration) async throws(Failure) {
        try requireOpen()
        let start = ContinuousClock.now
        guard let descriptor = watch?.descriptor else {
            try? await Task.sleep(for: min(patience, Self.blindWait))
            return
        }
        // Changes that other machines make in a shared folder are not heard of.
        let deadline = start + min(patience, interval)
        while ContinuousClock.now < deadline, !hasNews() {
            guard await SocketWatch.shared.wait(for: descriptor, until: deadline) == .readable else { break }
        }
        guard access("\(folder)/new", R_OK | X_OK) == 0 else {
            throw MaildirListing.notReadable("\(folder)/new", errno)
        }
    }

    private func hasNews() -> Bool {
        let acknowledged = acknowledged
        return watch?.drain { !acknowledged.contains(MaildirName($0).base) } ?? false
    }

    func close() {
        isClosed = true
        watch = nil
    }

    private func paths() throws(Failure) -> [String: String] {
        Dictionary(try MaildirListing(folder).entries.map { ($0.name.base, $0.path) }) { _, last in last }
    }

    private func requireOpen() throws(Failure) {
        guard !isClosed else {
            throw Failure(.connectionLost, .again, "the session with \(maildir.path) has ended", help: "open another")
        }
    }
}

extension Instant {
    /// Nanoseconds since 1970.
    fileprivate var total: Int64 { seconds * 1_000_000_000 + Int64(nanoseconds) }
}
