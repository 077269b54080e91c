internal import Attributes
internal import XML

extension ExchangeDesk {
    /// Changes that one answer has at most.
    private static let mostChanges = 512

    func syncFolderItems(_ call: EWSCall) -> EWSReply {
        .one(call, in: "m:SyncState") { () throws(EWSError) in
            let shape = try ItemShape(call.request["ItemShape"], call.version, isSearch: true, isStrict: false)
            let folder = try namedFolder(call.request["SyncFolderId"]?.children.first, call)
            let ignored = Set((call.request["Ignore"]?.children ?? []).compactMap { $0.attributes["Id"] })
            let most = call.request["MaxChangesReturned"].flatMap { Int($0.trimmed) } ?? 0
            guard (1...Self.mostChanges).contains(most) else {
                throw EWSError(
                    "ErrorInvalidSyncStateData", "MaxChangesReturned must be between 1 and \(Self.mostChanges).")
            }
            let began = try Self.point(call.request["SyncState"]?.trimmed ?? "", folder)
            guard let log = mailboxes.changes(in: folder.id, after: began) else { throw Self.badState }
            let page = Self.page(log, most)
            let reached = page.last?.number ?? began
            var changes: [EWSReply.Part] = []
            for change in page.changes where !ignored.contains(EWSIdentity.text(change.item)) {
                if let part = try part(of: change, shape) { changes.append(part) }
            }
            let isLast = page.isLast
            return { xml in
                xml.element("m:SyncState", text: EWSIdentity.encoded("sync", "\(folder.id.number).\(reached)"))
                xml.element("m:IncludesLastItemInRange", text: isLast ? "true" : "false")
                xml.element("m:Changes") { xml in for change in changes { change(&xml) } }
            }
        }
    }

    private static let badState = EWSError(
        "ErrorInvalidSyncStateData", "The synchronization state data is corrupt or otherwise invalid.")

    /// The change that a sync state stands for.
    private static func point(_ state: String, _ folder: MailFolder) throws(EWSError) -> Int {
        if state.isEmpty { return 0 }
        let words = EWSIdentity.decoded("sync", state)?.split(separator: ".") ?? []
        guard words.count == 2, words[0] == "\(folder.id.number)", let number = Int(words[1]) else { throw badState }
        return number
    }

    /// Changes of one item become one: what has to be done to have it as it is.
    private struct Folded {
        var item: MailItem.ID
        var isNew = false
        var isGone = false
        var isRead: Bool?
    }

    /// As many changes as are wanted, from the oldest on.
    private static func page(
        _ log: [FolderChange], _ most: Int
    ) -> (changes: [Folded], last: FolderChange?, isLast: Bool) {
        var places: [MailItem.ID: Int] = [:]
        var folded: [Folded] = []
        var last: FolderChange?
        for change in log {
            if places[change.item] == nil {
                guard folded.count < most else { return (folded, last, false) }
                places[change.item] = folded.count
                var first = Folded(item: change.item)
                if case .readOnly(let isRead) = change.kind { first.isRead = isRead }
                folded.append(first)
            }
            last = change
            guard let place = places[change.item] else { continue }
            switch change.kind {
            case .created: folded[place].isNew = true
            case .changed: folded[place].isRead = nil
            case .readOnly(let isRead): if folded[place].isRead != nil { folded[place].isRead = isRead }
            case .removed: folded[place].isGone = true
            }
        }
        return (folded, last, true)
    }

    private func part(of change: Folded, _ shape: ItemShape) throws(EWSError) -> EWSReply.Part? {
        let item = mailboxes.item(change.item)
        if change.isGone || item == nil {
            // Whoever never knew of it need not hear that it is gone.
            if change.isNew { return nil }
            return { xml in
                xml.element("t:Delete") { xml in
                    xml.element("t:ItemId", ["Id": EWSIdentity.text(change.item), "ChangeKey": EWSIdentity.key(0)])
                }
            }
        }
        guard let item else { return nil }
        if let isRead = change.isRead, !change.isNew {
            return { xml in
                xml.element("t:ReadFlagChange") { xml in
                    xml.itemID(item)
                    xml.element("t:IsRead", text: isRead ? "true" : "false")
                }
            }
        }
        let view = try view(item, shape)
        return { xml in xml.element(named: change.isNew ? "t:Create" : "t:Update") { view.write(&$0) } }
    }
}
