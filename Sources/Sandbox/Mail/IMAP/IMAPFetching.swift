/// A FETCH under way: its letters are written one after the other, so that none is held longer than it takes.
struct IMAPFetching: Sendable {
    var command: IMAPCommand
    var items: [IMAPFetchItem]
    /// Places in the open folder that are still to come, the next one last.
    var places: [Int]
    var marksSeen: Bool
}

extension IMAPSession {
    mutating func fetch(_ command: IMAPCommand) -> Answer {
        let isByUID = command.name == "UID FETCH"
        guard let folder, command.arguments.count == 2,
            let numbers = command.arguments[0].word.flatMap({ IMAPNumbers($0) }),
            var items = IMAPFetchItem.read(command.arguments[1])
        else { return bad(command, "FETCH wants numbers and what to fetch: FETCH 1:* (FLAGS BODY.PEEK[])") }
        if isByUID, !items.contains(.uid) { items.insert(.uid, at: 0) }
        let marksSeen = !folder.isReadOnly && items.contains(where: \.marksSeen)
        if marksSeen, !items.contains(.flags) { items.append(.flags) }
        let places = folder.places(numbers, areUIDs: isByUID)
        guard isByUID || !places.isEmpty else { return bad(command, "there are no such numbers") }
        fetching = IMAPFetching(command: command, items: items, places: places.reversed(), marksSeen: marksSeen)
        return Answer()
    }

    /// What comes next of an answer that is long; `nil` at its end.
    mutating func more() -> [UInt8]? {
        guard var run = fetching else { return nil }
        while let place = run.places.popLast() {
            fetching = run
            guard let id = folder?.ids[place], var item = mailboxes.item(id) else { continue }
            if run.marksSeen, !item.isRead {
                item = (try? mailboxes.update(id) { $0.isRead = true }) ?? item
            }
            // The answer tells the flags, if it was asked for them.
            if run.items.contains(.flags) { folder?.note(IMAPFlags(item), at: place) }
            return IMAPFetchItem.answer(run.items, item, number: place + 1)
        }
        fetching = nil
        return Self.text(refresh(mayRemove: run.command.name.hasPrefix("UID"))) + done(run.command).bytes
    }
}
