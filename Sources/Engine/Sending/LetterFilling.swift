import Attributes
import MIME
import Templating

/// Fills one letter and collects everything that hinders it.
struct LetterFilling {
    let route: SendRoute
    let scope: Scope
    let now: Instant
    var problems: [Mismatch] = []

    init(_ route: SendRoute, scope: Scope, now: Instant) {
        self.route = route
        self.scope = scope
        self.now = now
    }

    /// - Parameters:
    ///   - everyone: The recipients of all of the submission's letters: a meeting's guests; `nil` when it has no other letter.
    ///   - meetingKey: Names the meeting when the route does not.
    /// - Returns: `nil` when `problems` hinder it.
    mutating func fill(everyone: [Mailbox]?, meetingKey: String) -> RenderedLetter? {
        var sender = route.letter.from.flatMap { mailbox($0) } ?? route.letter.sender
        if let name = route.letter.senderName.flatMap({ visible($0) }), !name.isEmpty { sender?.name = name }
        if sender == nil {
            problem(
                "", expected: "a sender: the route's 'from' is blank and its connection has no 'sender'", found: "none")
        }
        let to = mailboxes(route.letter.to).unique()
        let cc = mailboxes(route.letter.cc).unique()
        let bcc = mailboxes(route.letter.bcc).unique()
        let recipients = (to + cc + bcc).unique().map(\.wireAddress)
        if recipients.isEmpty, problems.isEmpty {
            problem("", expected: "at least one recipient", found: "none: to, cc and bcc are blank")
        }
        let subject = text(route.letter.subject) ?? ""
        if subject.allSatisfy(\.isWhitespace), problems.isEmpty {
            problem("", expected: "a subject", found: "a blank one")
        }
        var draft = Draft(
            from: sender ?? Mailbox(address: ""), subject: subject, date: now, zone: scope.zone, messageID: "")
        draft.to = to
        draft.cc = cc
        draft.replyTo = route.letter.replyTo.compactMap { mailbox($0) }
        draft.plainBody = route.letter.text.flatMap { bytes($0) }
        draft.htmlBody = route.letter.html.flatMap { bytes($0) }
        draft.attached = route.letter.attachments.flatMap { files($0) }.map { Draft.File($0) }
        draft.inline = route.letter.inline.flatMap { inline in
            files(inline.file).prefix(1).map { Draft.File($0, contentID: inline.contentID) }
        }
        draft.headers = headers()
        let meeting = route.letter.meeting.flatMap { _ in
            self.meeting(draft, everyone: everyone ?? (to + cc).unique(), key: meetingKey)
        }
        guard problems.isEmpty else { return nil }
        return RenderedLetter(draft: draft, bcc: bcc, recipients: recipients, meeting: meeting)
    }

    mutating func problem(_ pointer: String, expected: String, found: String, help: String? = nil) {
        let mismatch = Mismatch(scope.pointer(pointer), expected: expected, found: found, help: help)
        if !problems.contains(mismatch) { problems.append(mismatch) }
    }

    mutating func text(_ template: Template) -> String? {
        bytes(template).map { String(decoding: $0, as: UTF8.self) }
    }

    mutating func bytes(_ template: Template) -> [UInt8]? {
        do throws(Mismatch) {
            return try template.bytes(scope.record, as: scope.writing)
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
