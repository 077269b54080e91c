internal import Synchronization

extension Mailboxes {
    package func item(_ id: MailItem.ID) -> MailItem? { contents.withLock { $0.items[id] } }

    /// All items of a folder in the order of their UIDs.
    package func items(in folder: MailFolder.ID) -> [MailItem] {
        contents.withLock { contents in (contents.order[folder] ?? []).compactMap { contents.items[$0] } }
    }

    /// How many items a folder has, and how many of them nobody has read.
    package func count(in folder: MailFolder.ID) -> (all: Int, unread: Int) {
        contents.withLock { contents in
            let list = contents.order[folder] ?? []
            return (list.count, list.count { contents.items[$0]?.isRead == false })
        }
    }

    /// Puts an item into a folder.
    package func add(_ item: NewItem, to folder: MailFolder.ID) throws(MailboxProblem) -> MailItem {
        try contents.withLock { contents throws(MailboxProblem) in
            try contents.put(item, into: folder, as: .created)
        }
    }

    /// Changes an item where it stands.
    ///
    /// - Parameters:
    ///   - id: Which.
    ///   - known: The change that the caller has seen last; `nil` to change it whatever it is.
    ///   - body: Makes the change, under the lock.
    /// - Returns: The item as it is now; one that is as it was has no new change.
    /// - Throws: ``MailboxProblem/changed`` when somebody else was faster.
    @discardableResult
    package func update(
        _ id: MailItem.ID, known: Int? = nil, _ body: (inout MailItem) -> Void
    ) throws(MailboxProblem) -> MailItem {
        try contents.withLock { contents throws(MailboxProblem) in
            guard let old = contents.items[id] else { throw .noSuchItem }
            guard known == nil || known == old.change else { throw .changed }
            var item = old
            body(&item)
            guard item.content.count <= Self.longestLetter else { throw .tooLarge }
            guard let kind = item.change(since: old) else { return old }
            contents.replace(&item, kind)
            return item
        }
    }

    /// Moves items behind all others of a folder, also of another mailbox.
    ///
    /// - Returns: The items as they are there, in the order given; one that is gone already is left out.
    package func move(
        _ ids: [MailItem.ID], to folder: MailFolder.ID
    ) throws(MailboxProblem) -> [(old: MailItem, new: MailItem)] {
        try contents.withLock { contents throws(MailboxProblem) in
            var moved: [(old: MailItem, new: MailItem)] = []
            for id in ids {
                guard let old = contents.items[id] else { continue }
                contents.take(old, isMoved: true)
                let new = try contents.put(NewItem(old), into: folder, as: .moved(from: old.folder, was: old.id))
                moved.append((old, new))
            }
            return moved
        }
    }

    /// Copies items likewise.
    package func copy(
        _ ids: [MailItem.ID], to folder: MailFolder.ID
    ) throws(MailboxProblem) -> [(old: MailItem, new: MailItem)] {
        try contents.withLock { contents throws(MailboxProblem) in
            var copied: [(old: MailItem, new: MailItem)] = []
            for id in ids {
                guard let old = contents.items[id] else { continue }
                let new = try contents.put(NewItem(old), into: folder, as: .copied(from: old.folder, was: old.id))
                copied.append((old, new))
            }
            return copied
        }
    }

    /// Removes items for good; those that are gone already are left out.
    @discardableResult
    package func remove(_ ids: [MailItem.ID]) -> [MailItem] {
        contents.withLock { contents in
            ids.compactMap { id in
                guard let item = contents.items[id] else { return nil }
                contents.take(item)
                return item
            }
        }
    }

    /// What happened in a folder after a change, oldest first.
    ///
    /// - Returns: `nil` when that is so long ago that it is not remembered, or yet to come.
    package func changes(in folder: MailFolder.ID, after number: Int) -> [FolderChange]? {
        contents.withLock { contents in
            guard number >= contents.forgotten[folder] ?? 0, number <= contents.counter else { return nil }
            let all = contents.changes[folder] ?? []
            var (low, high) = (0, all.count)
            while low < high {
                let middle = (low + high) / 2
                if all[middle].number <= number { low = middle + 1 } else { high = middle }
            }
            return Array(all[low...])
        }
    }
}

extension MailItem {
    /// What tells it from what it was; `nil` for nothing.
    fileprivate func change(since old: MailItem) -> FolderChange.Kind? {
        let isSame =
            kind == old.kind && isFlagged == old.isFlagged && isAnswered == old.isAnswered
            && isForwarded == old.isForwarded && isDraft == old.isDraft && isDeleted == old.isDeleted
            && keywords == old.keywords && meeting == old.meeting && appointment == old.appointment
            && received == old.received && envelope == old.envelope && content == old.content
        guard isSame else { return .changed }
        return isRead == old.isRead ? nil : .readOnly(isRead)
    }
}
