internal import Attributes
internal import MIME

extension ExchangeDesk {
    /// Sends an invitation, or a changed one, to some of those who are invited.
    func invite(
        _ meeting: CalendarEntry, _ guests: [CalendarEntry.Guest], _ owner: SandboxUser, isSaved: Bool
    ) throws(EWSError) {
        try tell(meeting, "REQUEST", meeting.title, guests, owner, .request, isSaved: isSaved)
    }

    /// Tells some of those who are invited that they need not come.
    func cancel(
        _ meeting: CalendarEntry, _ guests: [CalendarEntry.Guest], _ owner: SandboxUser, text: String, isSaved: Bool
    ) throws(EWSError) {
        guard !guests.isEmpty else { return }
        var meeting = meeting
        meeting.sequence += 1
        meeting.stamp = .now
        meeting.isCancelled = true
        meeting.guests = guests
        if !text.isEmpty {
            meeting.details = text
            meeting.isHTML = false
        }
        try tell(meeting, "CANCEL", "Canceled: \(meeting.title)", guests, owner, .cancellation, isSaved: isSaved)
    }

    private func tell(
        _ meeting: CalendarEntry, _ method: String, _ subject: String, _ guests: [CalendarEntry.Guest],
        _ owner: SandboxUser, _ kind: ItemKind, isSaved: Bool
    ) throws(EWSError) {
        var form = LetterForm(from: Mailbox(name: owner.name, address: owner.address))
        form.to = guests.filter { $0.kind != .optional }.map(\.mailbox)
        form.cc = guests.filter { $0.kind == .optional }.map(\.mailbox)
        form.subject = subject
        form.text = meeting.isHTML ? nil : meeting.details
        form.html = meeting.isHTML ? meeting.details : nil
        form.files = meeting.files
        form.invitation = Draft.Invitation(method: method, calendar: meeting.calendar(method))
        try send(form, about: meeting, kind, owner, isSaved: isSaved)
    }

    /// Tells the organizer what somebody says to an invitation.
    func reply(
        _ meeting: CalendarEntry, _ response: CalendarEntry.Response, text: String, isHTML: Bool, _ owner: SandboxUser,
        isSaved: Bool
    ) throws(EWSError) {
        guard let organizer = meeting.organizer else { return }
        var answer = meeting
        answer.stamp = .now
        answer.details = isHTML ? "" : text
        answer.isHTML = false
        var guest =
            meeting.guests.first { guest in owner.addresses.contains { guest.has($0) } }
            ?? CalendarEntry.Guest(Mailbox(name: owner.name, address: owner.address))
        guest.response = response
        guest.responded = answer.stamp
        answer.guests = [guest]
        let (word, kind): (String, ItemKind) =
            switch response {
            case .accepted: ("Accepted", .accepted)
            case .tentative: ("Tentative", .tentative)
            default: ("Declined", .declined)
            }
        var form = LetterForm(from: Mailbox(name: owner.name, address: owner.address))
        form.to = [organizer]
        form.subject = "\(word): \(meeting.title)"
        form.text = isHTML ? nil : text
        form.html = isHTML ? text : nil
        form.invitation = Draft.Invitation(method: "REPLY", calendar: answer.calendar("REPLY"))
        try send(form, about: answer, kind, owner, isSaved: isSaved)
    }

    /// Sends a letter about a meeting; a saved copy stands among those that were sent.
    private func send(
        _ form: LetterForm, about meeting: CalendarEntry, _ kind: ItemKind, _ owner: SandboxUser, isSaved: Bool
    ) throws(EWSError) {
        let content = try form.bytes()
        try send(content, owner, actor: owner)
        guard isSaved else { return }
        var copy = NewItem(content: content)
        copy.kind = kind
        copy.isRead = true
        copy.meeting = meeting
        try save(copy, role(.sent, owner))
    }
}
