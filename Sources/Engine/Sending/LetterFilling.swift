import Attributes
import Connecting
import ICalendar
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

    mutating func problem(_ pointer: String, expected: String, found: String) {
        let mismatch = Mismatch(scope.pointer(pointer), expected: expected, found: found)
        if !problems.contains(mismatch) { problems.append(mismatch) }
    }

    mutating func text(_ template: Template) -> String? {
        do throws(Mismatch) {
            return try template.text(scope.record, as: scope.writing)
        } catch {
            for mismatch in template.mismatches(scope.record, as: scope.writing) {
                problem(mismatch.pointer, expected: mismatch.expected, found: mismatch.found)
            }
            return nil
        }
    }

    // MARK: Who

    mutating func mailbox(_ template: MailboxTemplate) -> Mailbox? {
        switch template {
        case .account(let hole): return accounts(hole).first
        case .address(let address, let name):
            guard let written = text(address)?.trimmingWhitespace(), !written.isEmpty else { return nil }
            let pointer = address.holes.first?.path.pointer ?? ""
            return checked(Mailbox(name: name.flatMap { visible($0) }, address: written), at: pointer)
        }
    }

    mutating func mailboxes(_ templates: [RecipientTemplate]) -> [Mailbox] {
        templates.flatMap { template -> [Mailbox] in
            switch template {
            case .account(let hole): return accounts(hole)
            case .one(let one): return mailbox(one).map { [$0] } ?? []
            case .several(let parts): return parts.flatMap { several($0) }
            }
        }
    }

    private mutating func accounts(_ hole: Hole) -> [Mailbox] {
        let value = hole.value(in: scope.record)
        let items: [Value] = if case .list(let list) = value { list } else { [value] }
        let isList = items != [value]
        return items.enumerated().compactMap { position, item in
            guard case .account(let account) = item else { return nil }
            let mailbox = Mailbox(
                name: account.name == account.address ? nil : account.name, address: account.address)
            return checked(mailbox, at: isList ? "\(hole.path.pointer)/\(position)" : hole.path.pointer)
        }
    }

    private mutating func several(_ part: RecipientTemplate.Part) -> [Mailbox] {
        let pointer = part.address.holes.first?.path.pointer ?? ""
        var written: [(text: String, pointer: String)] = []
        if let hole = part.address.soleHole, case .list(let items) = hole.value(in: scope.record) {
            for case (let position, .string(let item)) in items.enumerated() {
                written.append((item, "\(pointer)/\(position)"))
            }
        } else if let text = text(part.address) {
            written = [(text, pointer)]
        }
        let addresses = written.flatMap { entry in
            entry.text.split(separator: ";").map { (String($0).trimmingWhitespace(), entry.pointer) }
        }.filter { !$0.0.isEmpty }
        guard !addresses.isEmpty else { return [] }
        let name = part.name.flatMap { visible($0) }
        return addresses.enumerated().compactMap { position, address in
            checked(Mailbox(name: position == 0 ? name : nil, address: address.0), at: address.1)
        }
    }

    private mutating func checked(_ mailbox: Mailbox, at pointer: String) -> Mailbox? {
        guard let wrong = EmailAddress.problem(in: mailbox.address) else { return mailbox }
        problem(
            pointer, expected: "one e-mail address such as ivan@example.com",
            found: "'\(mailbox.address.shortened())': \(wrong)")
        return nil
    }

    /// A text without control characters but tabs and line ends: a calendar can hold no others, and nobody sees them in a name.
    ///
    /// Those that data bring are reported at their values.
    mutating func visible(_ template: Template) -> String? {
        guard let text = text(template) else { return nil }
        guard text.unicodeScalars.contains(where: \.isHidden) else { return text }
        for hole in template.holes {
            guard let hidden = hole.value(in: scope.record).hiddenScalar else { continue }
            let digits = String(hidden.value, radix: 16, uppercase: true)
            let zeros = String(repeating: "0", count: 4 - digits.count)
            problem(
                hole.path.pointer, expected: "a text without control characters", found: "one with U+\(zeros)\(digits)")
        }
        return text
    }

    // MARK: What goes with it

    private mutating func files(_ template: FileTemplate) -> [Document] {
        switch template {
        case .file(let path, let name):
            return size(ofFile: path).map { [Document(name: name, content: .file(path: path, size: $0))] } ?? []
        case .attribute(let hole):
            let value = hole.value(in: scope.record)
            let items: [Value] = if case .list(let list) = value { list } else { [value] }
            return items.compactMap { if case .document(let document) = $0 { document } else { nil } }
        }
    }

    /// The size of a file that the route names, when it can still go along.
    private mutating func size(ofFile path: String) -> Int? {
        let found: String
        switch FileEntry(at: path) {
        case .file(let size) where size <= limits.attachment: return size
        case .file(let size): found = "\(size) bytes, more than the \(limits.attachment) that the workspace allows"
        case .missing: found = "no such file"
        case .forbidden: found = "a file that may not be read"
        case .folder, .other: found = "what is not a file"
        }
        problem("", expected: "the file '\(path)' that the route attaches", found: found)
        return nil
    }

    /// The values of a list header: an array attribute gives all its items.
    private mutating func list(_ template: Template) -> [String] {
        if let hole = template.soleHole, case .list(let items) = hole.value(in: scope.record) {
            let texts = items.compactMap { if case .string(let text) = $0 { text } else { nil } }
            if texts.count == items.count {
                for (position, text) in texts.enumerated()
                where text.utf8.contains(where: { [0, 10, 13].contains($0) }) {
                    problem(
                        "\(hole.path.pointer)/\(position)", expected: "one line of text",
                        found: text.utf8.contains(0) ? "a text with a NUL" : "a text with a line break")
                }
                return texts
            }
        }
        return text(template).map { [$0] } ?? []
    }

    private mutating func headers() -> [Draft.Field] {
        var fields: [Draft.Field] = []
        for header in template.headers {
            let values = header.values.flatMap { list($0) }.filter { !$0.isEmpty }
            if !values.isEmpty {
                fields.append(Draft.Field(name: header.name, value: values.joined(separator: ", ")))
            }
        }
        // RFC 3834 §5: so that no vacation responder answers a machine.
        if !fields.contains(where: { $0.name.lowercased() == "auto-submitted" }) {
            fields.append(Draft.Field(name: "Auto-Submitted", value: "auto-generated"))
        }
        if !fields.contains(where: { $0.name.lowercased() == "x-auto-response-suppress" }) {
            fields.append(Draft.Field(name: "X-Auto-Response-Suppress", value: "All"))
        }
        return fields
    }
}

extension Value {
    /// The first control character in what a template would show of the value.
    fileprivate var hiddenScalar: Unicode.Scalar? {
        switch self {
        case .string(let text): text.unicodeScalars.first(where: \.isHidden)
        case .account(let account): account.name.unicodeScalars.first(where: \.isHidden)
        case .list(let items): items.lazy.compactMap(\.hiddenScalar).first
        default: nil
        }
    }
}

extension Unicode.Scalar {
    /// A control character that is neither a tab nor a line end.
    fileprivate var isHidden: Bool {
        switch self {
        case "\t", "\n", "\r", "\u{85}": false
        default: properties.generalCategory == .control
        }
    }
}

extension String {
    /// As a message shows it: not longer than a line.
    func shortened(to limit: Int = 60) -> String {
        count > limit ? "\(prefix(limit))…" : self
    }
}
