import Attributes
import Diagnostics
import ICalendar
import Settings
import Templating

extension RouteCompiler {
    mutating func compileMeeting(_ meeting: Reading) -> MeetingTemplate? {
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
        guard let start else { return nil }
        var template = MeetingTemplate(
            isCancelled: isCancelled, start: start, end: end, duration: duration, attendees: compileAttendees(meeting))
        template.isAllDay = meeting.find(MeetingSetting.allDay) ?? false
        template.location = (meeting.find(MeetingSetting.location) ?? nil).flatMap { read($0, .text) }
        template.title = (meeting.find(MeetingSetting.title) ?? nil).flatMap { read($0, .text) }
        template.description = (meeting.find(MeetingSetting.description) ?? nil).flatMap { read($0, .text) }
        template.organizer = (meeting.find(MeetingSetting.organizer) ?? nil).flatMap {
            compileMailbox($0.recipient, mayBeBlank: false)
        }
        template.reminder = (meeting.find(MeetingSetting.reminder) ?? nil)?.seconds
        template.recurrence = compileRecurrence(meeting)
        template.key = (meeting.find(MeetingSetting.key) ?? nil).flatMap { read($0, .text) }
        return template
    }

    private mutating func compileAttendees(_ meeting: Reading) -> MeetingTemplate.Attendees {
        switch meeting.find(MeetingSetting.attendees) {
        case .all?, nil: .all
        case .own?: .own
        case .list(let settings)?: .list(settings.compactMap { compileRecipient($0, mayBeSeveral: true) })
        }
    }

    private mutating func compileInstant(_ text: PlacedText, mayBeBlank: Bool) -> MeetingTemplate.Source<Instant>? {
        compileSource(
            text, mayBeBlank ? .list : .text, of: .datetime, "date and time", like: ("<Start>", "2026-12-01T10:00")
        ) { [zone] constant throws(Misreading) in try Instant(constant, in: zone) }
    }

    private mutating func compileDuration(_ text: PlacedText) -> MeetingTemplate.Source<Duration>? {
        compileSource(text, .list, of: .duration, "length of time", like: ("<Length>", "1h30m or PT1H30M")) {
            constant throws(Misreading) in try Duration(reading: constant)
        }
    }

    /// A placeholder alone or a constant.
    private mutating func compileSource<Value>(
        _ text: PlacedText, _ place: Place, of type: AttributeType, _ words: String,
        like example: (placeholder: String, constant: String), _ read: (String) throws(Misreading) -> Value
    ) -> MeetingTemplate.Source<Value>? {
        guard let template = self.read(text, place) else { return nil }
        if let hole = template.soleHole {
            guard hole.type == type, !hole.isArray else {
                report(
                    .wrongType, text,
                    "'\(hole.path.text)' is \(hole.isArray ? "a list" : hole.type.phrase), not \(type.phrase)",
                    "use an attribute of type \(type.word)")
                return nil
            }
            return .attribute(hole)
        }
        guard let constant = template.constant else {
            report(
                .wrongType, text, "one \(words) belongs here",
                "write one placeholder alone: \(example.placeholder)")
            return nil
        }
        do throws(Misreading) {
            return .constant(try read(constant))
        } catch {
            report(
                .wrongType, text, "'\(constant)' is not a \(words)\(error.reason.map { ": \($0)" } ?? "")",
                "write it as \(example.constant)")
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
