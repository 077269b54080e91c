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
        guard let template = read(text, mayBeBlank ? .list : .text) else { return nil }
        if let hole = template.soleHole {
            guard hole.type == .datetime, !hole.isArray else {
                report(
                    .wrongType, text,
                    "'\(hole.path.text)' is \(hole.isArray ? "a list" : hole.type.phrase), not a datetime",
                    "use an attribute of type datetime")
                return nil
            }
            return .attribute(hole)
        }
        guard let constant = template.constant else {
            report(.wrongType, text, "one date and time belongs here", "write one placeholder alone: <Start>")
            return nil
        }
        do throws(Misreading) {
            return .constant(try Instant(constant, in: zone))
        } catch {
            report(
                .wrongType, text, "'\(constant)' is not a date and time\(error.reason.map { ": \($0)" } ?? "")",
                "write it as 2026-12-01T10:00")
            return nil
        }
    }

    private mutating func compileDuration(_ text: PlacedText) -> MeetingTemplate.Source<Duration>? {
        guard let template = read(text, .list) else { return nil }
        if let hole = template.soleHole {
            guard hole.type == .duration, !hole.isArray else {
                report(
                    .wrongType, text,
                    "'\(hole.path.text)' is \(hole.isArray ? "a list" : hole.type.phrase), not a duration",
                    "use an attribute of type duration")
                return nil
            }
            return .attribute(hole)
        }
        guard let constant = template.constant else {
            report(.wrongType, text, "one length of time belongs here", "write one placeholder alone: <Length>")
            return nil
        }
        do throws(Misreading) {
            return .constant(try Duration(reading: constant))
        } catch {
            report(
                .wrongType, text, "'\(constant)' is not a length of time\(error.reason.map { ": \($0)" } ?? "")",
                "write it as 1h30m or PT1H30M")
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
