import Attributes
import ICalendar
import MIME

/// The attributes of a letter with a calendar part: the meeting, and what an answer says of it.
struct MeetingAttributes {
    let meeting: ReadMeeting
    /// Who wrote the letter.
    let sender: Mailbox?
    let zone: Zone
    /// What was sent last of this meeting.
    let sent: SentInvitation?

    var members: [JSON.Member] {
        func time(_ instant: Instant?) -> JSON { instant.map { .string($0.iso8601(in: zone)) } ?? .null }
        return [
            .init(name: "Location", value: meeting.location.isEmpty ? .null : .string(meeting.location)),
            .init(name: "Start", value: time(meeting.start)), .init(name: "End", value: time(meeting.end)),
            .init(name: "Uid", value: .string(meeting.uid)),
            .init(name: "Sequence", value: .integer(meeting.sequence)),
            .init(name: "Method", value: meeting.method.map { .string($0) } ?? .null),
            .init(name: "Attendees", value: .array(meeting.attendees.map(\.json))),
            .init(name: "Answer", value: meeting.method == "REPLY" ? answer : .null),
        ]
    }

    private var answer: JSON {
        let guest = meeting.attendees.first
        // QUIRK: some programs answer without an ATTENDEE; then it is who wrote the letter.
        guard let mailbox = guest?.mailbox ?? sender else { return .null }
        let comment = meeting.comment.map { $0.trimmingWhitespace() } ?? ""
        return [
            "Attendee": mailbox.person, "Status": guest?.status ?? .null, "Uid": .string(meeting.uid),
            "Sequence": .integer(meeting.sequence),
            "IsStale": .bool(sent.map { meeting.sequence < $0.sequence } ?? false),
            "IsInvited": isInvited(mailbox).map { .bool($0) } ?? .null,
            "Comment": comment.isEmpty ? .null : .string(comment),
        ]
    }

    /// `nil` when no such meeting is known.
    private func isInvited(_ mailbox: Mailbox) -> Bool? {
        guard let invited = sent?.attendees else { return nil }
        return invited.contains { $0.lowercased() == mailbox.address.lowercased() }
    }
}

extension ReadAttendee {
    fileprivate var json: JSON {
        guard case .object(let members) = mailbox.person else { return .null }
        return .object(members + [.init(name: "Status", value: status)])
    }

    /// `accepted`, `declined`, `tentative`, `needs-action`.
    fileprivate var status: JSON { participation.map { .string($0.lowercased()) } ?? .null }
}
