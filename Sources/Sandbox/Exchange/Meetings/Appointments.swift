internal import Attributes
internal import ICalendar
internal import MIME
internal import XML

extension ExchangeDesk {
    /// Whom `SendMeetingInvitations` and its like tell.
    struct Telling {
        var isSent: Bool
        var isSaved: Bool
        /// Only who is new, or no longer needed.
        var onlyChanged: Bool

        init(_ word: String?, missing code: String) throws(EWSError) {
            guard let word else { throw EWSError(code, "It is not said whether attendees are told.") }
            isSent = word != "SendToNone"
            isSaved = word.hasSuffix("SaveCopy")
            onlyChanged = word.contains("Changed")
        }
    }

    func createAppointment(_ element: XMLElement, _ call: EWSCall) throws(EWSError) -> EWSReply.Part {
        let telling = try Telling(
            call.request.attributes["SendMeetingInvitations"], missing: "ErrorSendMeetingInvitationsRequired")
        let (folder, owner) = try target("SavedItemFolderId", call, otherwise: .calendar)
        guard folder.content == MailFolder.appointments else {
            throw EWSError("ErrorCannotCreateCalendarItemInNonCalendarFolder", "The folder is no calendar.")
        }
        let start = element["Start"]?.instant ?? Instant(seconds: Instant.now.seconds / 1_800 * 1_800 + 1_800)
        let end = element["End"]?.instant ?? Instant(seconds: start.seconds + 1_800)
        var meeting = CalendarEntry(uid: element["UID"]?.trimmed ?? "\(UUIDv7())", start: start, end: end)
        meeting.organizer = Mailbox(name: owner.name, address: owner.address)
        meeting.response = .organizer
        for property in element.children { try set(&meeting, property.name, property) }
        try check(&meeting)
        meeting.isSent = telling.isSent && !meeting.guests.isEmpty
        var item = NewItem(content: [])
        item.kind = .appointment
        item.isRead = true
        item.meeting = meeting
        item.keywords = Set(element["Categories"]?.children.map(\.text) ?? [])
        let saved = try save(item, folder)
        if meeting.isSent { try invite(meeting, meeting.guests, owner, isSaved: telling.isSaved) }
        return { xml in xml.element("m:Items") { xml in xml.element("t:CalendarItem") { $0.itemID(saved) } } }
    }

    private func check(_ meeting: inout CalendarEntry) throws(EWSError) {
        if meeting.recurrence != nil {
            // A series begins with its first meeting, wherever its start stood.
            guard let first = meeting.occurrences(after: .earliest, before: .latest).first else {
                throw EWSError("ErrorRecurrenceHasNoOccurrence", "The series has no meeting.")
            }
            (meeting.start, meeting.end) = (first.start, first.end)
        }
        guard meeting.end >= meeting.start else {
            throw EWSError("ErrorCalendarEndDateIsEarlierThanStartDate", "The meeting ends before it starts.")
        }
        guard meeting.end.seconds - meeting.start.seconds <= 5 * 366 * 86_400 else {
            throw EWSError("ErrorCalendarDurationIsTooLong", "The meeting lasts longer than five years.")
        }
    }

    /// Sets a property of a meeting; what the sandbox does not keep is let be.
    private func set(_ meeting: inout CalendarEntry, _ name: String, _ value: XMLElement?) throws(EWSError) {
        switch name {
        case "Subject": meeting.title = value?.text ?? ""
        case "Body":
            meeting.details = value?.text ?? ""
            meeting.isHTML = value?.attributes["BodyType"] == "HTML"
        case "Location": meeting.location = value?.text ?? ""
        case "Start": meeting.start = value?.instant ?? meeting.start
        case "End": meeting.end = value?.instant ?? meeting.end
        case "IsAllDayEvent": meeting.isAllDay = value?.isTrue ?? false
        case "LegacyFreeBusyStatus": meeting.busy = value?.trimmed ?? "Busy"
        case "ReminderIsSet": if value?.isTrue != true { meeting.reminder = nil }
        case "ReminderMinutesBeforeStart": meeting.reminder = value.flatMap { Int($0.trimmed) }
        case "RequiredAttendees", "OptionalAttendees", "Resources":
            let kind = CalendarEntry.Guest.Kind(rawValue: name) ?? .required
            let known = meeting.guests
            meeting.guests.removeAll { $0.kind == kind }
            for mailbox in value?.children.compactMap({ $0["Mailbox"]?.mailbox }) ?? [] {
                var guest = known.first { $0.has(mailbox.address) } ?? CalendarEntry.Guest(mailbox, kind)
                guest.kind = kind
                meeting.guests.append(guest)
            }
        case "Recurrence":
            meeting.recurrence = nil
            if let value { meeting.recurrence = try Recurrence(value) }
        case "StartTimeZone", "MeetingTimeZone":
            let id = value?.attributes["Id"] ?? value?.attributes["TimeZoneName"] ?? ""
            meeting.zone = ZoneNames.zone(id) ?? .utc
        case "Attachments":
            meeting.files += try (value?.children ?? []).map { file throws(EWSError) in try Self.file(file) }
        default: break
        }
    }

    func updateAppointment(
        _ item: MailItem, _ updates: [XMLElement], _ call: EWSCall
    ) throws(EWSError) -> MailItem {
        let telling = try Telling(
            call.request.attributes["SendMeetingInvitationsOrCancellations"],
            missing: "ErrorSendMeetingInvitationsOrCancellationsRequired")
        guard let before = item.meeting else { throw .itemNotFound }
        var meeting = before
        var keywords = item.keywords
        for update in updates {
            let (uri, value) = try Self.field(update)
            let name = uri.split(separator: ":").last.map(String.init) ?? ""
            if name == "Categories" { keywords = Set(value?.children.map(\.text) ?? []) }
            try set(&meeting, name, value)
        }
        try check(&meeting)
        let isOrganizer = meeting.response == .organizer
        let owner = try owner(of: item)
        let isTold = telling.isSent && isOrganizer && !meeting.isCancelled
        if meeting != before, isOrganizer {
            meeting.sequence += 1
            meeting.stamp = .now
            if (meeting.start, meeting.end) != (before.start, before.end) {
                for index in meeting.guests.indices { meeting.guests[index].response = .unknown }
            }
        }
        if isTold, !meeting.guests.isEmpty { meeting.isSent = true }
        let (changed, words) = (meeting, keywords)
        let saved = try store { () throws(MailboxProblem) in
            try mailboxes.update(item.id, known: item.change) { item in
                item.meeting = changed
                item.keywords = words
            }
        }
        guard isTold else { return saved }
        let gone = before.guests.filter { guest in !changed.guests.contains { $0.has(guest.mailbox.address) } }
        if !gone.isEmpty { try cancel(changed, gone, owner, text: "", isSaved: telling.isSaved) }
        let told = changed.guests.filter { guest in
            !telling.onlyChanged || !before.guests.contains { $0.has(guest.mailbox.address) }
        }
        if !told.isEmpty { try invite(changed, told, owner, isSaved: telling.isSaved) }
        return saved
    }

    func cancelAppointment(_ element: XMLElement, _ call: EWSCall) throws(EWSError) -> EWSReply.Part {
        let (item, _) = try namedItem(element["ReferenceItemId"], call)
        guard let meeting = item.meeting, item.kind == .appointment, meeting.response == .organizer else {
            throw EWSError("ErrorCalendarIsNotOrganizer", "Only the organizer cancels a meeting.")
        }
        let isSaved = try disposition(call) == .sendAndSaveCopy
        let text = (element["NewBodyContent"] ?? element["Body"])?.text ?? ""
        try cancel(meeting, meeting.guests, owner(of: item), text: text, isSaved: isSaved)
        let bin = try role(.deleted, owner(of: item))
        let moved = try store { () throws(MailboxProblem) in try mailboxes.move([item.id], to: bin.id) }
        return { xml in
            xml.element("m:Items") { xml in
                for item in moved { xml.element("t:CalendarItem") { $0.itemID(item.new) } }
            }
        }
    }
}
