import Attributes
import Diagnostics
import ICalendar
import MIME
import Settings
import Templating

extension Diagnostic.Code {
    static let organizerDiffers = Self(rawValue: "organizer-differs")
}

extension RouteCompiler {
    /// The meeting of an e-mail whose other parts are compiled: without a description of its own it has the letter's text.
    mutating func compileMeeting(
        _ meeting: Reading, of letter: LetterTemplate, in email: Reading
    ) -> MeetingTemplate? {
        let start = meeting.find(MeetingSetting.start).flatMap { compileInstant($0, mayBeBlank: false) }
        let end = (meeting.find(MeetingSetting.end) ?? nil).flatMap { compileInstant($0, mayBeBlank: true) }
        let duration = (meeting.find(MeetingSetting.duration) ?? nil).flatMap { compileDuration($0) }
        let isCancelled = meeting.find(MeetingSetting.method) == .cancel
        if isCancelled, !meeting.has(MeetingSetting.key) {
            report(
                .missingKey, meeting.span(of: MeetingSetting.method), meeting,
                "a cancellation needs the key of the meeting that it cancels",
                "add 'key:', as in the route that invites")
        }
        if case .constant(let start)? = start, case .constant(let end)? = end, end < start {
            report(
                .wrongType, meeting.span(of: MeetingSetting.end), meeting, "the meeting ends before it starts",
                "write a later end, or 'duration:' instead of it")
        }
        // A start that is wrong was reported, and what follows is looked at all the same.
        var template = MeetingTemplate(
            isCancelled: isCancelled, start: start ?? .constant(Instant(seconds: 0)), end: end, duration: duration,
            attendees: compileAttendees(meeting))
        template.isAllDay = meeting.find(MeetingSetting.allDay) ?? false
        template.location = (meeting.find(MeetingSetting.location) ?? nil).flatMap { read($0, .text) }
        template.title = (meeting.find(MeetingSetting.title) ?? nil).flatMap { read($0, .text) }
        template.description = (meeting.find(MeetingSetting.description) ?? nil).flatMap { read($0, .text) }
        // The plain body; a letter without one has it only here.
        if !meeting.has(MeetingSetting.description), letter.text == nil {
            template.description = letter.html?.derivedText()
        }
        template.organizer = (meeting.find(MeetingSetting.organizer) ?? nil).flatMap { compileMailbox($0.recipient) }
        template.reminder = (meeting.find(MeetingSetting.reminder) ?? nil)?.seconds
        template.recurrence = compileRecurrence(meeting)
        template.key = (meeting.find(MeetingSetting.key) ?? nil).flatMap { read($0, .text) }
        checkOrganizer(template, letter, meeting, email)
        return template
    }

    /// RFC 6047 §2.2.2 lets a receiver distrust an invitation that somebody else sends, and calendars do.
    private mutating func checkOrganizer(
        _ template: MeetingTemplate, _ letter: LetterTemplate, _ meeting: Reading, _ email: Reading
    ) {
        let sender = letter.from == nil ? letter.sender?.address : letter.from?.constantAddress
        guard let organizer = template.organizer?.constantAddress, let sender,
            organizer.lowercased() != sender.lowercased()
        else { return }
        report(
            .organizerDiffers, meeting.span(of: MeetingSetting.organizer), meeting,
            "the organizer is not the sender, \(sender): some calendars then refuse the invitation",
            "let both be the same, and write 'reply-to:' for where answers to the letter go", severity: .warning)
    }

    private mutating func compileAttendees(_ meeting: Reading) -> MeetingTemplate.Attendees {
        switch meeting.find(MeetingSetting.attendees) {
        case .all?, nil: .all
        case .own?: .own
        case .list(let settings)?: .list(settings.compactMap { compileRecipient($0, mayBeSeveral: true) })
        }
    }

    private mutating func compileInstant(_ text: PlacedText, mayBeBlank: Bool) -> MeetingTemplate.Source<Instant>? {
        compileValue(text, .datetime, mayBeBlank: mayBeBlank, "a date and time", "2026-12-01T10:00") {
            [zone] (words) throws(Misreading) in try Instant(words, in: zone)
        }
    }

    private mutating func compileDuration(_ text: PlacedText) -> MeetingTemplate.Source<Duration>? {
        compileValue(text, .duration, mayBeBlank: true, "a length of time", "1h30m or PT1H30M") {
            (words) throws(Misreading) in try Duration(reading: words)
        }
    }

    /// One placeholder alone, or a value that stands in the route.
    private mutating func compileValue<Value: Sendable>(
        _ text: PlacedText, _ type: AttributeType, mayBeBlank: Bool, _ noun: String, _ example: String,
        _ read: (String) throws(Misreading) -> Value
    ) -> MeetingTemplate.Source<Value>? {
        guard let template = self.read(text, mayBeBlank ? .list : .text) else { return nil }
        if let hole = template.soleHole {
            guard hole.type == type, !hole.isArray else {
                report(
                    .wrongType, text, "'\(hole.path.text)' is \(hole.phrase), not \(type.phrase)",
                    "use an attribute of type \(type.word)")
                return nil
            }
            refuseFallback(of: hole, text, mayBeBlank: mayBeBlank)
            return .attribute(hole)
        }
        guard let constant = template.constant else {
            report(.wrongType, text, "\(noun) belongs here, and nothing else", "write one placeholder alone: <Start>")
            return nil
        }
        do throws(Misreading) {
            return .constant(try read(constant))
        } catch {
            report(
                .wrongType, text, "'\(constant)' is not \(noun)\(error.reason.map { ": \($0)" } ?? "")",
                "write it as \(example)")
            return nil
        }
    }

    /// RFC 5545 §3.3.10, as far as a letter's reader needs it to be right.
    private mutating func compileRecurrence(_ meeting: Reading) -> String? {
        guard let text = meeting.find(MeetingSetting.recurrence) ?? nil, let template = read(text, .text) else {
            return nil
        }
        guard let rule = template.constant else {
            report(.wrongType, text, "a recurrence can't come from data", "write the rule itself: FREQ=WEEKLY;COUNT=4")
            return nil
        }
        if let wrong = RecurrenceRule.problem(with: rule) {
            report(.wrongType, text, "'\(rule)' is not a recurrence: \(wrong.problem)", wrong.remedy)
            return nil
        }
        return rule
    }
}
