internal import Attributes

/// What the lock of ``Mailboxes`` guards.
struct MailboxContents {
    struct Watcher {
        var owner: SandboxUser.ID?
        var continuation: AsyncStream<MailboxNews>.Continuation
    }

    /// Changes of one folder that are remembered; who asks for older ones has to begin anew.
    static let mostChanges = 200_000

    var users: [SandboxUser.ID: SandboxUser] = [:]
    /// By address in small letters.
    var byAddress: [String: SandboxUser.ID] = [:]
    var folders: [MailFolder.ID: MailFolder] = [:]
    var items: [MailItem.ID: MailItem] = [:]
    /// In the order of their UIDs.
    var order: [MailFolder.ID: [MailItem.ID]] = [:]
    var changes: [MailFolder.ID: [FolderChange]] = [:]
    /// The last change of each folder that is no longer remembered.
    var forgotten: [MailFolder.ID: Int] = [:]
    var counter = 0
    var lastID = 0
    var bytes = 0
    private var watchers: [Int: Watcher] = [:]
    private var lastWatcher = 0

    mutating func next() -> Int {
        counter += 1
        return counter
    }

    mutating func newID() -> Int {
        lastID += 1
        return lastID
    }

    mutating func add(_ watcher: Watcher) -> Int {
        lastWatcher += 1
        watchers[lastWatcher] = watcher
        return lastWatcher
    }

    mutating func removeWatcher(_ number: Int) { watchers[number] = nil }

    mutating func note(_ kind: FolderChange.Kind, _ item: MailItem, _ number: Int) {
        changes[item.folder, default: []].append(
            FolderChange(number: number, kind: kind, item: item.id, uid: item.uid))
        guard let count = changes[item.folder]?.count, count > Self.mostChanges else { return }
        forgotten[item.folder] = changes[item.folder]?[count / 2 - 1].number
        changes[item.folder]?.removeFirst(count / 2)
    }

    func tell(_ kind: MailboxNews.Kind, _ item: MailItem, _ number: Int) {
        guard let owner = folders[item.folder]?.owner else { return }
        let news = MailboxNews(
            number: number, time: .now, owner: owner, folder: item.folder, item: item.id, kind: kind)
        for watcher in watchers.values where watcher.owner == nil || watcher.owner == owner {
            watcher.continuation.yield(news)
        }
    }

    /// Takes what was changed in an item that stands where it did.
    mutating func replace(_ item: inout MailItem, _ kind: FolderChange.Kind = .changed) {
        item.change = next()
        bytes += item.content.count - (items[item.id]?.content.count ?? 0)
        items[item.id] = item
        note(kind, item, item.change)
        tell(.changed, item, item.change)
    }

    /// Puts an item into a folder, behind all others.
    mutating func put(
        _ new: NewItem, into folder: MailFolder.ID, as kind: MailboxNews.Kind
    ) throws(MailboxProblem) -> MailItem {
        guard let uid = folders[folder]?.nextUID else { throw .noSuchFolder }
        guard folders[folder]?.content != nil else { throw .wrongFolder }
        guard new.content.count <= Mailboxes.longestLetter else { throw .tooLarge }
        guard bytes + new.content.count <= Mailboxes.capacity else { throw .full }
        folders[folder]?.nextUID = uid + 1
        var item = MailItem(
            id: MailItem.ID(newID()), folder: folder, uid: uid, change: next(), kind: new.kind, content: new.content,
            received: new.received)
        item.envelope = new.envelope
        item.isRead = new.isRead
        item.isFlagged = new.isFlagged
        item.isAnswered = new.isAnswered
        item.isForwarded = new.isForwarded
        item.isDraft = new.isDraft
        item.isDeleted = new.isDeleted
        item.keywords = new.keywords
        item.meeting = new.meeting
        item.appointment = new.appointment
        items[item.id] = item
        order[folder, default: []].append(item.id)
        bytes += item.content.count
        note(.created, item, item.change)
        tell(kind, item, item.change)
        return item
    }

    /// Takes an item out of its folder; says so to watchers unless it went elsewhere.
    mutating func take(_ item: MailItem, isMoved: Bool = false) {
        items[item.id] = nil
        if let list = order[item.folder], let place = Self.place(of: item.id, in: list) {
            order[item.folder]?.remove(at: place)
        }
        bytes -= item.content.count
        let number = next()
        note(.removed, item, number)
        if !isMoved { tell(.removed, item, number) }
    }

    /// Ids rise with UIDs, so that a place is found by halving.
    private static func place(of id: MailItem.ID, in list: [MailItem.ID]) -> Int? {
        var (low, high) = (0, list.count)
        while low < high {
            let middle = (low + high) / 2
            if list[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < list.count && list[low] == id ? low : nil
    }
}
