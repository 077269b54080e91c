internal import Attributes
internal import MIME
internal import XML

extension ExchangeDesk {
    /// AcceptItem, TentativelyAcceptItem and DeclineItem, which are made by CreateItem.
    func answerMeeting(
        _ element: XMLElement, _ response: CalendarEntry.Response, _ call: EWSCall
    ) throws(EWSError) -> EWSReply.Part {
        let disposition = try disposition(call)
        let (item, known) = try namedItem(element["ReferenceItemId"], call)
        if let known, known != item.change { throw .staleKey }
        let owner = try owner(of: item)
        let appointment = try appointment(of: item, response)
        guard var meeting = appointment.meeting else { throw .itemNotFound }
        meeting.response = response
        meeting.responded = .now
        meeting.busy = response == .accepted ? "Busy" : response == .tentative ? "Tentative" : "Free"
        let answered = meeting
        var saved = try store { () throws(MailboxProblem) in
            try mailboxes.update(appointment.id) { $0.meeting = answered }
        }
        if disposition != .saveOnly {
            let body = element["Body"]
            try reply(
                meeting, response, text: body?.text ?? "", isHTML: body?.attributes["BodyType"] == "HTML", owner,
                isSaved: disposition == .sendAndSaveCopy)
        }
        let bin = try role(.deleted, owner)
        // As Outlook and Exchange do: what was answered is tidied away.
        if item.kind == .request { _ = try? mailboxes.move([item.id], to: bin.id) }
        if response == .declined, let moved = try? mailboxes.move([saved.id], to: bin.id).first { saved = moved.new }
        let shown = saved
        return { xml in xml.element("m:Items") { xml in xml.element("t:CalendarItem") { $0.itemID(shown) } } }
    }

    /// What is answered stands in the calendar; why it can't be answered is told by word.
    private func appointment(
        of item: MailItem, _ response: CalendarEntry.Response
    ) throws(EWSError) -> MailItem {
        let word = response == .accepted ? "Accept" : response == .tentative ? "Tentative" : "Decline"
        guard let meeting = item.meeting, item.kind == .request || item.kind == .appointment else {
            let suffix = response == .tentative ? "" : "Item"
            throw EWSError("ErrorInvalidItemForOperation\(word)\(suffix)", "The item is no invitation.")
        }
        let addresses = try owner(of: item).addresses.map { $0.lowercased() }
        if meeting.response == .organizer || addresses.contains(meeting.organizer?.address.lowercased() ?? "") {
            throw EWSError("ErrorCalendarIsOrganizerFor\(word)", "The organizer of a meeting does not answer it.")
        }
        guard let found = item.kind == .appointment ? item : item.appointment.flatMap({ mailboxes.item($0) }) else {
            throw EWSError(
                "ErrorCalendarMeetingRequestIsOutOfDate", "The meeting is no longer in the calendar.")
        }
        if found.meeting?.isCancelled == true {
            throw EWSError("ErrorCalendarIsCancelledFor\(word)", "The meeting was cancelled.")
        }
        if let known = found.meeting, known.sequence > meeting.sequence {
            throw EWSError(
                "ErrorCalendarMeetingRequestIsOutOfDate", "A later version of the invitation has come since.")
        }
        return found
    }
}
