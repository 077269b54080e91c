internal import Attributes
internal import Connecting
internal import Wire

extension IMAPSession {
    func look(after text: String?, limit: Int) async throws(Failure) -> FolderLook {
        guard let folder else { throw words.failure(WireError(.connectionLost, "no folder is open"), settings.line) }
        dialogue.hasNews = false
        var cursor = text.flatMap(IMAPCursor.init)
        if cursor?.validity != folder.validity { cursor = nil }
        var place: IMAPCursor
        if let cursor { place = cursor } else { place = try await start(folder) }
        var found: [UInt32] = []
        var total = 0
        if let first = place.first, place.last < first {
            let rest = try await search("UID \(place.last + 1):\(first)\(Self.criterion(folder.acknowledgement))")
                .above(place.last)
            total += rest.count
            found = rest.prefix(limit)
            place.last = rest.count > found.count ? found.last ?? place.last : first
        }
        if place.first.map({ place.last >= $0 }) ?? true {
            place.first = nil
            let isFull = found.count >= limit
            // QUIRK: `n:*` finds the last letter even where its number is below n (RFC 9051 section 6.4.4, `*`).
            let rest = place.last == .max ? UIDSet() : try await search("UID \(place.last + 1):*").above(place.last)
            total += rest.count
            if !isFull {
                found += rest.prefix(limit - found.count)
                place.last = found.last.map { max($0, place.last) } ?? place.last
            }
        }
        try checkValidity(folder)
        let items = try await items(found, folder)
        return FolderLook(items: items, cursor: "\(place)", hasMore: total > found.count, backlog: total)
    }

    /// The cursor of a first look.
    private func start(_ folder: OpenFolder) async throws(Failure) -> IMAPCursor {
        var last = dialogue.nextUID.map { $0 == 0 ? 0 : $0 - 1 }
        // RFC 9051 section 6.3.2 wants UIDNEXT; old servers leave it out.
        if last == nil { last = try await search("UID *").last ?? 0 }
        return IMAPCursor(validity: folder.validity, last: 0, first: last)
    }

    /// What letters are looked for the first time.
    private static func criterion(_ acknowledgement: Acknowledgement) -> String {
        switch acknowledgement {
        case .seen: " UNSEEN"
        case .flagged: " UNFLAGGED"
        case .keep, .move: ""
        }
    }

    func search(_ criteria: String) async throws(Failure) -> UIDSet {
        let command = dialogue.offers("ESEARCH") ? "UID SEARCH RETURN (ALL) " : "UID SEARCH "
        var found: [UIDSet] = []
        let status = try await exchange(command + criteria + " UNDELETED") { response in
            if case .search(let set) = response { found.append(set) }
        }
        guard status.condition == .ok else { throw words.refused("UID SEARCH", status) }
        // One answer is the rule; QUIRK: some servers give long ones in several.
        return found.count == 1 ? found[0] : UIDSet(union: found)
    }

    /// Others may have made the folder anew while it is open.
    func checkValidity(_ folder: OpenFolder) throws(Failure) {
        guard dialogue.validity == folder.validity else {
            throw lose(WireError(.connectionLost, "the folder was numbered anew"))
        }
    }

    private func items(_ uids: [UInt32], _ folder: OpenFolder) async throws(Failure) -> [FolderItem] {
        guard !uids.isEmpty else { return [] }
        var known: [UInt32: IMAPFetch] = [:]
        let commands = UIDSet(uids).texts().map { "UID FETCH \($0) (UID RFC822.SIZE INTERNALDATE)" }
        // Where it does not come to an end in order the letters are looked for one by one, when they are fetched.
        _ = try await exchange(commands, pipelined: IMAPLimits.pipelined) { response in
            guard case .fetch(let fetch) = response, let uid = fetch.uid else { return }
            known[uid] = IMAPFetch(uid, size: fetch.size ?? known[uid]?.size, fetch.received ?? known[uid]?.received)
        }
        return uids.map { uid in
            FolderItem(
                identity: "\(IMAPIdentity(validity: folder.validity, uid: uid))", size: known[uid]?.size,
                received: known[uid]?.received, isOutgoing: folder.isOutgoing)
        }
    }
}

extension IMAPFetch {
    init(_ uid: UInt32, size: Int?, _ received: Instant?) {
        self.uid = uid
        self.size = size
        self.received = received
    }
}
