internal import Attributes
internal import MIME

extension MailboxContents {
    /// The appointment that a meeting has in somebody's calendar.
    func appointment(_ uid: String, of owner: SandboxUser.ID) -> MailItem? {
        guard let calendar = folder(.calendar, of: owner)?.id else { return nil }
        return (order[calendar] ?? []).lazy.compactMap { items[$0] }.first { $0.meeting?.uid == uid }
    }

    /// Makes an item of what a letter says of a meeting, and keeps the calendar.
    mutating func arrive(_ arriving: ArrivingMeeting, _ item: inout NewItem, _ owner: SandboxUser.ID) {
        var entry = arriving.entry
        switch arriving.method {
        case .request:
            item.kind = .request
            entry.response = .none
            item.meeting = entry
            item.appointment = request(entry, owner, item.received)
        case .cancel:
            item.kind = .cancellation
            entry.isCancelled = true
            item.meeting = entry
            item.appointment = cancel(entry, owner)
        case .reply:
            let answer = entry.guests.first { $0.response != .unknown }
            switch answer?.response {
            case .accepted: item.kind = .accepted
            case .tentative: item.kind = .tentative
            case .declined: item.kind = .declined
            default: return
            }
            item.meeting = entry
            item.appointment = reply(entry, answer?.mailbox.address ?? arriving.sender?.address ?? "", owner)
        }
    }

    /// An invitation: it stands tentatively in the calendar until it is answered.
    private mutating func request(
        _ entry: CalendarEntry, _ owner: SandboxUser.ID, _ time: Instant
    ) -> MailItem.ID? {
        // The organizer's own calendar is not kept by letters.
        if let organizer = entry.organizer?.address, byAddress[Self.key(organizer)] == owner { return nil }
        var entry = entry
        entry.busy = "Tentative"
        if var item = appointment(entry.uid, of: owner), let known = item.meeting {
            guard known.response != .organizer else { return nil }
            guard (entry.sequence, entry.stamp) >= (known.sequence, known.stamp) else { return item.id }
            // Who has accepted a meeting is asked anew only when it takes place at another time.
            if (known.start, known.end) == (entry.start, entry.end), !known.isCancelled {
                entry.response = known.response
                entry.responded = known.responded
                entry.busy = known.busy
            }
            entry.reminder = known.reminder
            item.meeting = entry
            replace(&item)
            return item.id
        }
        guard let calendar = folder(.calendar, of: owner)?.id else { return nil }
        var item = NewItem(content: [], received: time)
        item.kind = .appointment
        item.isRead = true
        item.meeting = entry
        return try? put(item, into: calendar, as: .created).id
    }

    private mutating func cancel(_ entry: CalendarEntry, _ owner: SandboxUser.ID) -> MailItem.ID? {
        guard var item = appointment(entry.uid, of: owner), let known = item.meeting,
            known.response != .organizer
        else { return nil }
        guard entry.sequence >= known.sequence else { return item.id }
        item.meeting?.isCancelled = true
        item.meeting?.sequence = entry.sequence
        item.meeting?.busy = "Free"
        replace(&item)
        return item.id
    }

    private mutating func reply(
        _ entry: CalendarEntry, _ address: String, _ owner: SandboxUser.ID
    ) -> MailItem.ID? {
        guard var item = appointment(entry.uid, of: owner), let known = item.meeting else { return nil }
        // An answer to an earlier version says nothing of this one.
        guard known.response == .organizer, entry.sequence >= known.sequence,
            let place = known.guests.firstIndex(where: { $0.has(address) }),
            let answer = entry.guests.first(where: { $0.response != .unknown })
        else { return item.id }
        if let responded = known.guests[place].responded, responded > entry.stamp { return item.id }
        item.meeting?.guests[place].response = answer.response
        item.meeting?.guests[place].responded = entry.stamp
        replace(&item)
        return item.id
    }
}
