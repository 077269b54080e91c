internal import Attributes
internal import Connecting

extension ExchangeMailbox {
    func look(after text: String?, limit: Int) async throws(Failure) -> FolderLook {
        let folder = try opened()
        guard let cursor = text.flatMap(ExchangeCursor.init) else { return try await begin(folder, limit) }
        if let listed = cursor.listed { return try await list(folder, cursor.state, listed, limit) }
        do throws(EWSProblem) {
            return try await changes(folder, cursor.state, limit)
        } catch {
            guard error.refusal?.code == "ErrorInvalidSyncStateData" else { throw error.failure }
            // As if it had never been looked at: what was loaded before is known.
            return try await begin(folder, limit)
        }
    }

    /// Takes note of the folder's state first, so that what comes during the list is new behind it.
    private func begin(_ folder: ExchangeFolders.Found, _ limit: Int) async throws(Failure) -> FolderLook {
        var state: String?
        var isLast = false
        while !isLast {
            let changes = try await ask(
                SyncFolderItems(folder: folder.id, state: state, limit: SyncFolderItems.largest, properties: []))
            guard !changes.state.isEmpty, changes.isLast || changes.state != state else {
                throw Failure(
                    .protocolViolation, .again, "\(settings.server) tells of a folder without an end",
                    help: "it is tried again; if it stays so, write streaming: false and ask the administrator")
            }
            state = changes.state
            isLast = changes.isLast
        }
        return try await list(folder, state ?? "", ExchangeCursor.Listed(time: "", seen: []), limit)
    }

    /// Lists what is not acknowledged, from the oldest on.
    private func list(
        _ folder: ExchangeFolders.Found, _ state: String, _ listed: ExchangeCursor.Listed, _ limit: Int
    ) async throws(Failure) -> FolderLook {
        var restrictions: [EWSRestriction] = []
        switch acknowledgement {
        case .seen: restrictions.append(.equals(.field("message:IsRead"), "false"))
        case .flagged: restrictions.append(.not(.equals(.flagStatus, "2")))
        case .keep, .move: break
        }
        if !listed.time.isEmpty { restrictions.append(.since(.field("item:DateTimeReceived"), listed.time)) }
        let page = try await ask(
            FindItem(
                folder: folder.id, restriction: restrictions.isEmpty ? nil : .all(restrictions),
                limit: limit + listed.seen.count))
        let seen = Set(listed.seen)
        let old = page.items.count { seen.contains(ExchangeCursor.short($0.id)) }
        let new = page.items.filter { !seen.contains(ExchangeCursor.short($0.id)) }
        let items = Array(new.prefix(limit))
        let hasMore = !page.isLast || items.count < new.count
        let backlog = max(items.count, (page.total ?? page.items.count) - old)
        var cursor = ExchangeCursor(state: state)
        if hasMore { cursor.listed = Self.advanced(listed, by: items) }
        return FolderLook(
            items: wanted(items, folder), cursor: cursor.text, hasMore: hasMore, backlog: backlog)
    }

    private static func advanced(
        _ listed: ExchangeCursor.Listed, by items: [EWSItem]
    ) -> ExchangeCursor.Listed {
        guard let last = items.last else { return listed }
        let same = items.filter { $0.receivedText == last.receivedText }.map { ExchangeCursor.short($0.id) }
        let kept = listed.time == last.receivedText ? listed.seen : []
        return ExchangeCursor.Listed(time: last.receivedText, seen: kept + same)
    }

    /// What has come since.
    private func changes(
        _ folder: ExchangeFolders.Found, _ start: String, _ limit: Int
    ) async throws(EWSProblem) -> FolderLook {
        var state = start
        while true {
            let changes = try await caller.call(SyncFolderItems(folder: folder.id, state: state, limit: limit))
            let isStuck = !changes.isLast && changes.state == state
            state = changes.state
            // Pages may hold nothing but changes of what was there.
            guard !changes.created.isEmpty || changes.isLast || isStuck else { continue }
            let items = changes.created.sorted { ($0.received ?? .distantPast) < ($1.received ?? .distantPast) }
            return FolderLook(
                items: wanted(items, folder), cursor: ExchangeCursor(state: state).text,
                hasMore: !changes.isLast && !isStuck, backlog: items.count)
        }
    }

    private func wanted(_ items: [EWSItem], _ folder: ExchangeFolders.Found) -> [FolderItem] {
        items.filter { !onlyEvents || $0.isAboutMeeting }.map { item($0, folder) }
    }

    private func item(_ item: EWSItem, _ folder: ExchangeFolders.Found) -> FolderItem {
        FolderItem(identity: item.id.id, size: item.size, received: item.received, isOutgoing: folder.isOutgoing)
    }
}

extension Instant {
    fileprivate static let distantPast = Instant(seconds: 0)
}
