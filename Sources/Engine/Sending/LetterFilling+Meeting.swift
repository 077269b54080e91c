import Attributes
import ICalendar
import MIME
import Templating

extension LetterFilling {
    mutating func meeting(_ draft: Draft, everyone: [Mailbox], key standardKey: String) -> Meeting? {
        guard let template = route.letter.meeting else { return nil }
        guard let start = instant(template.start) else {
            problem(pointer(of: template.start), expected: "when the meeting starts", found: "nothing")
            return nil
        }
        let end = end(of: template, start: start)
        guard end >= start else {
            problem(
                template.end.map { pointer(of: $0) } ?? "",
                expected: "an end that is not before the start, \(start.iso8601(in: scope.zone))",
                found: end.iso8601(in: scope.zone))
            return nil
        }
        let organizer = template.organizer.flatMap { mailbox($0) } ?? draft.from
        let guests: [Mailbox] =
            switch template.attendees {
            case .all: everyone
            case .own: (draft.to + draft.cc).unique()
            case .list(let recipients): mailboxes(recipients).unique()
            }
        var key = standardKey
        if let keyTemplate = template.key {
            key = text(keyTemplate)?.trimmingWhitespace() ?? ""
            if key.isEmpty, problems.isEmpty {
                problem(
                    keyTemplate.holes.first?.path.pointer ?? "", expected: "the meeting's key", found: "a blank one")
            }
        }
        let title =
            (template.title.map { visible($0) } ?? visible(draft.subject, from: route.letter.subject))
            ?? draft.subject
        let location = template.location.flatMap { visible($0) }
        let description =
            template.description.map { visible($0) }
            ?? route.letter.text.flatMap { template in draft.text.flatMap { visible($0, from: template) } }
        var meeting = Meeting(
            uid: uid(organizer: organizer, key: key), method: template.isCancelled ? .cancel : .request,
            sequence: Meeting.defaultSequence(at: now), stamp: now, start: start, end: end, title: title,
            organizer: organizer)
        meeting.location = location.flatMap { $0.trimmingWhitespace().isEmpty ? nil : $0 }
        meeting.description = description
        meeting.attendees = guests
        meeting.wholeDays = template.isAllDay ? route.zone : nil
        meeting.reminder = template.reminder
        meeting.recurrence = template.recurrence.map { Meeting.Recurrence(rule: $0, zone: route.zone) }
        return meeting
    }

    private mutating func uid(organizer: Mailbox, key: String) -> String {
        do throws(EmailAddress.Problem) {
            return Meeting.uid(organizer: try EmailAddress(organizer.address), key: key)
        } catch {
            problem("", expected: "an organizer with an address", found: error.problem)
            return ""
        }
    }

    /// Blank: an hour after the start.
    private func end(of template: MeetingTemplate, start: Instant) -> Instant {
        if let source = template.end, let end = instant(source) { return end }
        let length: Duration? =
            switch template.duration {
            case .constant(let duration)?: duration
            case .attribute(let hole)?:
                if case .duration(let duration) = hole.value(in: scope.record) { duration } else { nil }
            case nil: nil
            }
        guard let length else { return Meeting.defaultEnd(of: start) }
        return Instant(seconds: start.seconds + length.components.seconds, nanoseconds: start.nanoseconds)
    }

    private func instant(_ source: MeetingTemplate.Source<Instant>) -> Instant? {
        switch source {
        case .constant(let instant): return instant
        case .attribute(let hole):
            if case .datetime(let instant) = hole.value(in: scope.record) { return instant }
            return nil
        }
    }

    private func pointer<Value>(of source: MeetingTemplate.Source<Value>) -> String {
        if case .attribute(let hole) = source { hole.path.pointer } else { "" }
    }
}
