package import Attributes
import ICalendar
import MIME

/// A letter as `preview` and tests show it.
package struct Preview: Sendable {
    package let letter: RenderedLetter

    package init(_ letter: RenderedLetter) {
        self.letter = letter
    }

    /// `{"from","to","cc","bcc","subject","text","html","attachments","meeting"}`, as the contract has it.
    package var json: JSON { .object(members) }

    /// The same with what only tests ask for: the headers.
    var expectable: JSON {
        .object(
            members + [
                .init(
                    name: "headers",
                    value: .object(letter.draft.headers.map { .init(name: $0.name, value: .string($0.value)) }))
            ])
    }

    private var members: [JSON.Member] {
        let draft = letter.draft
        return [
            .init(name: "from", value: mailbox(draft.from)),
            .init(name: "to", value: .array(draft.to.map(mailbox))),
            .init(name: "cc", value: .array(draft.cc.map(mailbox))),
            .init(name: "bcc", value: .array(letter.bcc.map(mailbox))),
            .init(name: "subject", value: .string(draft.subject)),
            .init(name: "text", value: draft.text.map { .string($0) } ?? .null),
            .init(name: "html", value: draft.html.map { .string($0) } ?? .null),
            .init(name: "attachments", value: .array(draft.attached.map(file))),
            .init(name: "meeting", value: letter.meeting.map(meeting) ?? .null),
        ]
    }

    private func mailbox(_ mailbox: Mailbox) -> JSON {
        ["name": .string(mailbox.name ?? ""), "address": .string(mailbox.address)]
    }

    private func file(_ file: Draft.File) -> JSON {
        [
            "name": .string(file.document.name),
            "type": .string(MediaType.of(fileName: file.document.name).description),
            "size": .integer(file.document.size),
        ]
    }

    private func meeting(_ meeting: Meeting) -> JSON {
        let zone = letter.draft.zone
        return [
            "uid": .string(meeting.uid), "method": .string(meeting.method.rawValue),
            "sequence": .integer(meeting.sequence),
            "start": .string(meeting.start.iso8601(in: zone)), "end": .string(meeting.end.iso8601(in: zone)),
            "title": .string(meeting.title), "location": meeting.location.map { .string($0) } ?? .null,
            "description": meeting.description.map { .string($0) } ?? .null,
            "organizer": mailbox(meeting.organizer), "attendees": .array(meeting.attendees.map(mailbox)),
        ]
    }
}
