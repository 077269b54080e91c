internal import Attributes
internal import ICalendar
internal import MIME

extension CalendarEntry {
    /// What a calendar part tells.
    init(_ meeting: ReadMeeting) {
        let start = meeting.start ?? meeting.stamp ?? .now
        self.init(uid: meeting.uid, start: start, end: meeting.end ?? start, stamp: meeting.stamp ?? .now)
        sequence = meeting.sequence
        title = meeting.summary
        location = meeting.location
        details = meeting.details
        isAllDay = meeting.isAllDay
        zone = meeting.zone ?? .utc
        // Of rules that Exchange has no words for, the first meeting is kept.
        recurrence = meeting.rule.flatMap { Recurrence(rule: $0, start: zone.civil(at: start), in: zone) }
        organizer = meeting.organizer
        isCancelled = meeting.status == "CANCELLED" || meeting.method == "CANCEL"
        guests = meeting.attendees.map { attendee in
            var kind = Guest.Kind.required
            if attendee.role == "OPT-PARTICIPANT" { kind = .optional }
            if attendee.role == "NON-PARTICIPANT" { kind = .resource }
            var guest = Guest(attendee.mailbox, kind)
            guest.response = Response(participation: attendee.participation)
            return guest
        }
    }
}

extension CalendarEntry.Response {
    /// By PARTSTAT of RFC 5545.
    init(participation: String?) {
        switch participation {
        case "ACCEPTED": self = .accepted
        case "TENTATIVE": self = .tentative
        case "DECLINED": self = .declined
        default: self = .unknown
        }
    }

    /// PARTSTAT of RFC 5545.
    var participation: String {
        switch self {
        case .accepted, .organizer: "ACCEPTED"
        case .tentative: "TENTATIVE"
        case .declined: "DECLINED"
        case .unknown, .none: "NEEDS-ACTION"
        }
    }
}
