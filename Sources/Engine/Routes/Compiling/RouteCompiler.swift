import Attributes
import Connecting
import Diagnostics
import MIME
import Settings
import Templating

extension Diagnostic.Code {
    static let noSender = Self(rawValue: "no-sender")
    static let noRecipients = Self(rawValue: "no-recipients")
    static let badFallback = Self(rawValue: "bad-fallback")
}

/// Turns a route's `email:` into templates, and proves as far as can be proven that every letter will be whole.
struct RouteCompiler {
    /// What a letter is filled from: under `each`, one item in place of the list.
    let schema: Schema
    let folder: WorkspaceFolder
    let zone: Zone
    let limits: WorkspaceSettings.Limits
    /// `nil` when the connection is missing or wrong, which was reported.
    let sending: SendingDefaults?
    /// Files that the HTML body shows; `compileBody` finds them.
    var pictures: [InlineTemplate] = []
    var findings = Findings()

    /// What a connection gives to the letters that go through it.
    struct SendingDefaults {
        var sender: Mailbox?
        var signature: SignatureSetting?
    }

    init(
        schema: Schema, folder: WorkspaceFolder, zone: Zone, limits: WorkspaceSettings.Limits,
        sending: SendingDefaults?
    ) {
        self.schema = schema
        self.folder = folder
        self.zone = zone
        self.limits = limits
        self.sending = sending
    }

    mutating func compile(_ email: Reading) -> LetterTemplate? {
        let format = email.find(EmailSetting.format) ?? nil
        let halves = email.find(EmailSetting.body).flatMap { compileBody($0, as: format, in: email) }
        let subject = email.find(EmailSetting.subject).flatMap { read($0, .header) }
        if let subject, let constant = subject.constant, constant.allSatisfy(\.isWhitespace) {
            report(
                .missingValue, email.span(of: EmailSetting.subject), email, "the subject is blank",
                "say what the letter is about")
        }
        var letter = LetterTemplate(subject: subject ?? Template(constant: "", in: .header))
        letter.sender = sending?.sender
        switch email.find(EmailSetting.from) ?? nil {
        case .mailbox(let mailbox)?: letter.from = compileMailbox(mailbox)
        case .name(let name)?: letter.senderName = read(name, .list)
        case nil: break
        }
        letter.replyTo =
            (email.find(EmailSetting.replyTo) ?? nil)?.items.compactMap { compileMailbox($0.recipient) } ?? []
        letter.to = recipients(email, EmailSetting.to, mayBeSeveral: false)
        letter.cc = recipients(email, EmailSetting.cc, mayBeSeveral: true)
        letter.bcc = recipients(email, EmailSetting.bcc, mayBeSeveral: true)
        letter.text = halves?.text
        letter.html = halves?.html
        letter.attachments = (email.find(EmailSetting.attachments) ?? nil)?.items.compactMap { compileFile($0) } ?? []
        letter.inline = compileInline(email)
        letter.headers = compileHeaders(email)
        if let meeting = email.find(EmailSetting.meeting) ?? nil {
            letter.meeting = compileMeeting(meeting.reading, of: letter, in: email)
        }
        checkEnds(email)
        return findings.errors == 0 ? letter : nil
    }

    /// A letter needs someone who sends it and someone who gets it.
    private mutating func checkEnds(_ email: Reading) {
        let needsSender = if case .name? = email.find(EmailSetting.from) ?? nil { true } else { false }
        if !email.has(EmailSetting.from) || needsSender, let sending, sending.sender == nil {
            report(
                .noSender, email.span(of: EmailSetting.from), email,
                "neither the route nor its connection names a sender",
                "write 'from:' here, or 'sender:' in the connection")
        }
        let hasSomebody = [EmailSetting.to, EmailSetting.cc, EmailSetting.bcc].contains { field in
            if case .sequence(let items)? = email.node(of: field)?.content { return !items.isEmpty }
            return email.has(field)
        }
        if !hasSomebody {
            report(
                .noRecipients, email.span(of: EmailSetting.to), email, "the letter goes to nobody",
                "write 'to:', 'cc:' or 'bcc:'")
        }
    }

    mutating func read(_ text: PlacedText, _ place: Place) -> Template? {
        Template.read(text, in: place, for: schema, findings: &findings)
    }

    /// The template of a text without what is wrong with it, which is reported when it is read for good.
    func quietly(_ text: PlacedText) -> Template? {
        var ignored = Findings()
        return Template.read(text, in: .list, for: schema, findings: &ignored)
    }

    /// A value that is taken as it is, not as text, has no use for a text in its stead.
    mutating func refuseFallback(of hole: Hole, _ text: PlacedText, mayBeBlank: Bool) {
        guard let fallback = hole.fallback, !mayBeBlank || !fallback.isEmpty else { return }
        report(
            .badFallback, text,
            mayBeBlank ? "'\(fallback)' can't stand for \(hole.type.phrase)" : "\(hole.type.phrase) is needed here",
            mayBeBlank ? "write <\(hole.path.text)|>: blank is allowed here" : "write <\(hole.path.text)>")
    }

    mutating func report(
        _ code: Diagnostic.Code, _ span: Span, _ reading: Reading, _ message: String, _ help: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        findings.report(Diagnostic(severity, code, at: span, in: reading.node.source, message, help: help))
    }

    mutating func report(
        _ code: Diagnostic.Code, _ text: PlacedText, _ message: String, _ help: String? = nil,
        severity: Diagnostic.Severity = .error
    ) {
        findings.report(Diagnostic(severity, code, in: text, nil, message, help: help))
    }
}
