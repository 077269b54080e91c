import Attributes
import MIME
import Templating

/// Fills one letter and collects everything that hinders it.
struct LetterFilling {
    let template: LetterTemplate
    let scope: Scope
    let now: Instant
    let limits: WorkspaceSettings.Limits
    /// The route's: where a recurring meeting's clocks hang, whoever reads of it.
    let zone: Zone
    var problems: [Mismatch] = []

    init(template: LetterTemplate, scope: Scope, now: Instant, limits: WorkspaceSettings.Limits, zone: Zone) {
        self.template = template
        self.scope = scope
        self.now = now
        self.limits = limits
        self.zone = zone
    }

    /// - Parameters:
    ///   - everyone: The recipients of all of the submission's letters: a meeting's guests.
    ///   - meetingKey: Names the meeting when the route does not.
    /// - Returns: `nil` when `problems` hinder it.
    mutating func fill(everyone: [Mailbox], meetingKey: String) -> RenderedLetter? {
        var sender = template.from.flatMap { mailbox($0) } ?? template.sender
        if let name = template.senderName.flatMap({ visible($0) }), !name.isEmpty { sender?.name = name }
        if sender == nil {
            problem(
                "", expected: "a sender: the route's 'from' is blank and its connection has no 'sender'", found: "none")
        }
        let to = mailboxes(template.to).unique()
        let cc = mailboxes(template.cc).unique()
        let bcc = mailboxes(template.bcc).unique()
        let recipients = (to + cc + bcc).unique().map(\.wireAddress)
        if recipients.isEmpty, problems.isEmpty {
            problem("", expected: "at least one recipient", found: "none: to, cc and bcc are blank")
        }
        let subject = text(template.subject) ?? ""
        if subject.trimmingWhitespace().isEmpty, problems.isEmpty {
            problem("", expected: "a subject", found: "a blank one")
        }
        var draft = Draft(
            from: sender ?? Mailbox(address: ""), subject: subject, date: now, zone: scope.zone, messageID: "")
        draft.to = to
        draft.cc = cc
        draft.replyTo = template.replyTo.compactMap { mailbox($0) }
        draft.text = template.text.flatMap { text($0) }
        draft.html = template.html.flatMap { text($0) }
        draft.attached = template.attachments.flatMap { files($0) }.map { Draft.File($0) }
        draft.inline = template.inline.flatMap { inline in
            files(inline.file).prefix(1).map { Draft.File($0, contentID: inline.contentID) }
        }
        draft.headers = headers()
        let meeting = template.meeting.flatMap { _ in
            self.meeting(draft, everyone: everyone, key: meetingKey, zone: zone)
        }
        guard problems.isEmpty else { return nil }
        return RenderedLetter(draft: draft, bcc: bcc, recipients: recipients, meeting: meeting)
    }

    mutating func problem(_ pointer: String, expected: String, found: String, help: String? = nil) {
        let mismatch = Mismatch(scope.pointer(pointer), expected: expected, found: found, help: help)
        if !problems.contains(mismatch) { problems.append(mismatch) }
    }

    mutating func text(_ template: Template) -> String? {
        do throws(Mismatch) {
            return try template.text(scope.record, as: scope.writing)
        } catch {
            for mismatch in template.mismatches(scope.record, as: scope.writing) {
                problem(mismatch.pointer, expected: mismatch.expected, found: mismatch.found, help: mismatch.help)
            }
            return nil
        }
    }
}

extension String {
    /// As a message shows it: not longer than a line.
    func shortened(to limit: Int = 60) -> String {
        count > limit ? "\(prefix(limit))…" : self
    }
}
