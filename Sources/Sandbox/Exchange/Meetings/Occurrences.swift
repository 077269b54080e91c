internal import XML

extension ExchangeDesk {
    /// The meeting of a series that an id names; `nil` for an id of something else.
    func namedOccurrence(
        _ element: XMLElement, _ call: EWSCall
    ) throws(EWSError) -> (series: MailItem, occurrence: CalendarEntry.Occurrence)? {
        let known: (item: MailItem.ID, number: Int)
        if element.name == "OccurrenceItemId" {
            guard let id = EWSIdentity.item(element.attributes["RecurringMasterId"] ?? ""),
                let number = element.attributes["InstanceIndex"].flatMap({ Int($0) })
            else { throw .badID }
            known = (id, number)
        } else if element.name == "ItemId", let named = EWSIdentity.occurrence(element.attributes["Id"] ?? "") {
            known = named
        } else {
            return nil
        }
        guard let item = mailboxes.item(known.item), let folder = mailboxes.folder(item.folder) else {
            throw .itemNotFound
        }
        guard mailboxes.may(call.actor.id, open: folder.owner) else { throw .denied }
        guard let occurrence = item.meeting?.occurrence(known.number) else {
            throw EWSError(
                "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "The series has no meeting of that number.")
        }
        return (item, occurrence)
    }

    /// Takes one meeting out of a series that concerns nobody else.
    func remove(
        _ occurrence: CalendarEntry.Occurrence, of series: MailItem, _ call: EWSCall
    ) throws(EWSError) {
        guard let word = call.request.attributes["SendMeetingCancellations"] else {
            throw EWSError("ErrorSendMeetingCancellationsRequired", "SendMeetingCancellations is missing.")
        }
        guard word == "SendToNone" || series.meeting?.guests.isEmpty != false else {
            throw .request("The sandbox can't tell attendees of a single meeting of a series.")
        }
        _ = try store { () throws(MailboxProblem) in
            try mailboxes.update(series.id) { _ = $0.meeting?.recurrence?.excluded.insert(occurrence.day) }
        }
    }
}
