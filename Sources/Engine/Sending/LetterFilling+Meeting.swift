import Attributes
import ICalendar
import MIME
import Templating

extension LetterFilling {
    mutating func meeting(_ draft: Draft, everyone: [Mailbox], key standardKey: String) -> Meeting? {
        guard let template = template.meeting else { return nil }
        guard let start = instant(template.start) else {
            problem(pointer(of: template.start), expected: "when the meeting starts", found: "nothing")
            return nil
        }
        let end = end(of: template, start: start)
        guard end >= start else {
            problem(
                template.end.map { pointer(of: $0) } ?? "", expected: "an end that is not before the start, \(start.iso8601(in: scope.zone))",
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
                problem(keyTemplate.holes.first?.path.pointer ?? "", expected: "the meeting's key", found: "a blank one")
            }
        }
        let title = template.title.flatMap { text($0) } ?? draft.subject
        let location = template.location.flatMap { text($0) }
        let description = template.description.flatMap { text($0) } ?? draft.text
        return Meeting(
            uid: Meeting.uid(organizer: organizer.address, key: key),
            method: template.isCancelled ? .cancel : .request, sequence: Meeting.sequence(at: now), stamp: now,
            start: start, end: end, title: title,
            location: location.flatMap { $0.trimmingWhitespace().isEmpty ? nil : $0 },
            description: description.flatMap { $0.isEmpty ? nil : $0 },
            organizer: Meeting.Person(name: organizer.name, address: organizer.address),
            attendees: guests.map { Meeting.Person(name: $0.name, address: $0.address) },
            reminder: template.reminder, recurrence: template.recurrence, zone: scope.zone)
    }

    /// Blank: an hour after the start.
    private func end(of template: MeetingTemplate, start: Instant) -> Instant {
        if let source = template.end, let end = instant(source) { return end }
        var length: Int64 = 3600
        switch template.duration {
        case .constant(let duration)?: length = duration.components.seconds
        case .attribute(let hole)?:
            if case .duration(let duration) = hole.value(in: scope.record) { length = duration.components.seconds }
        case nil: break
        }
        return Instant(seconds: start.seconds + length, nanoseconds: start.nanoseconds)
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
