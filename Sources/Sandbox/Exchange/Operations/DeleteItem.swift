internal import XML

extension ExchangeDesk {
    func deleteItem(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["ItemIds"]?.children ?? []) { element throws(EWSError) in
            if let (series, occurrence) = try namedOccurrence(element, call) {
                try remove(occurrence, of: series, call)
                return { _ in }
            }
            let (item, _) = try namedItem(element, call)
            if item.kind == .appointment { try tellOfTheEnd(item, call) }
            try discard(item, call.request.attributes["DeleteType"] ?? "")
            return { _ in }
        }
    }

    private func discard(_ item: MailItem, _ kind: String) throws(EWSError) {
        switch kind {
        case "HardDelete", "SoftDelete": mailboxes.remove([item.id])
        case "MoveToDeletedItems":
            let bin = try role(.deleted, owner(of: item))
            _ = try store { () throws(MailboxProblem) in try mailboxes.move([item.id], to: bin.id) }
        default: throw .schema("DeleteType is missing.")
        }
    }

    /// Cancels a meeting whose organizer deletes it.
    private func tellOfTheEnd(_ item: MailItem, _ call: EWSCall) throws(EWSError) {
        guard let word = call.request.attributes["SendMeetingCancellations"] else {
            throw EWSError("ErrorSendMeetingCancellationsRequired", "SendMeetingCancellations is missing.")
        }
        guard word != "SendToNone", let meeting = item.meeting, meeting.response == .organizer, !meeting.isCancelled
        else { return }
        let owner = try owner(of: item)
        try cancel(meeting, meeting.guests, owner, text: "", isSaved: word == "SendToAllAndSaveCopy")
    }
}
