/// A folder as a client knows it: which items, under which numbers, with which flags.
///
/// What others do is told to the client in order, so that both count alike (RFC 3501 section 7.4.1).
struct IMAPOpenFolder {
    let id: MailFolder.ID
    let isReadOnly: Bool
    private(set) var uids: [UInt32] = []
    private(set) var ids: [MailItem.ID] = []
    private var flags: [IMAPFlags] = []

    init(_ id: MailFolder.ID, isReadOnly: Bool, _ items: [MailItem]) {
        self.id = id
        self.isReadOnly = isReadOnly
        uids = items.map(\.uid)
        ids = items.map(\.id)
        flags = items.map { IMAPFlags($0) }
    }

    var count: Int { uids.count }

    /// The places of numbers in a command.
    func places(_ numbers: IMAPNumbers, areUIDs: Bool) -> [Int] {
        numbers.indices(in: areUIDs ? uids : (0..<UInt32(count)).map { $0 + 1 })
    }

    /// What the client has been told of an item's flags otherwise.
    mutating func note(_ new: IMAPFlags, at place: Int) { flags[place] = new }

    /// Takes the folder as it is now.
    ///
    /// - Parameters:
    ///   - items: All that are there.
    ///   - mayRemove: Whether the client may be told of what has gone: not while it uses numbers that depend on it.
    /// - Returns: What the client is told, a line each.
    mutating func refresh(_ items: [MailItem], mayRemove: Bool) -> [String] {
        var lines: [String] = []
        let present = Dictionary(items.map { ($0.id, $0) }) { first, _ in first }
        var place = 0
        while place < ids.count {
            if let item = present[ids[place]] {
                let now = IMAPFlags(item)
                if now != flags[place] {
                    lines.append("* \(place + 1) FETCH (UID \(item.uid) FLAGS \(now.text))")
                    flags[place] = now
                }
            } else if mayRemove {
                lines.append("* \(place + 1) EXPUNGE")
                uids.remove(at: place)
                ids.remove(at: place)
                flags.remove(at: place)
                continue
            }
            place += 1
        }
        let last = uids.last ?? 0
        let known = Set(ids)
        let new = items.filter { $0.uid > last && !known.contains($0.id) }
        for item in new {
            uids.append(item.uid)
            ids.append(item.id)
            flags.append(IMAPFlags(item))
        }
        if !new.isEmpty { lines.append("* \(count) EXISTS") }
        return lines
    }
}
