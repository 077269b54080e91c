internal import Attributes
internal import ICalendar
internal import MIME

extension CalendarEntry {
    /// The meeting as iCalendar (RFC 5545), with CRLF line ends: `REQUEST`, `CANCEL`, `REPLY` or `PUBLISH`.
    func calendar(_ method: String) -> [UInt8] {
        var lines = [
            "BEGIN:VEVENT", "UID:\(Self.escaped(uid))", "DTSTAMP:\(Self.time(stamp))",
        ]
        if isAllDay {
            lines += ["DTSTART;VALUE=DATE:\(Self.day(start))", "DTEND;VALUE=DATE:\(Self.day(end))"]
        } else if isSomewhere {
            lines += [start, end].map { Self.time(zone.civil(at: $0)) }.enumerated().map { index, time in
                "\(index == 0 ? "DTSTART" : "DTEND");TZID=\(zone.name):\(time)"
            }
        } else {
            lines += ["DTSTART:\(Self.time(start))", "DTEND:\(Self.time(end))"]
        }
        if let recurrence { lines.append("RRULE:\(recurrence.rule(in: zone, isInDays: isAllDay))") }
        lines.append("SUMMARY:\(Self.escaped(title))")
        if !location.isEmpty { lines.append("LOCATION:\(Self.escaped(location))") }
        if method == "REPLY" {
            if !details.isEmpty { lines.append("COMMENT:\(Self.escaped(details))") }
        } else if !details.isEmpty, !isHTML {
            lines.append("DESCRIPTION:\(Self.escaped(details))")
        }
        if let organizer { lines.append("ORGANIZER\(Self.name(organizer)):mailto:\(organizer.address)") }
        for guest in guests {
            let role =
                switch guest.kind {
                case .required: "REQ-PARTICIPANT"
                case .optional: "OPT-PARTICIPANT"
                case .resource: "NON-PARTICIPANT"
                }
            let wants = method == "REQUEST" ? ";RSVP=TRUE" : ""
            lines.append(
                "ATTENDEE;ROLE=\(role);PARTSTAT=\(guest.response.participation)\(wants)\(Self.name(guest.mailbox))"
                    + ":mailto:\(guest.mailbox.address)")
        }
        lines += [
            "SEQUENCE:\(sequence)", method == "CANCEL" || isCancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED",
            "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR",
        ]
        let head = ["BEGIN:VCALENDAR", "METHOD:\(method)", "PRODID:-//router//sandbox//EN", "VERSION:2.0"]
        let place = isSomewhere ? zone.calendarComponent ?? [] : []
        return head.flatMap { Self.folded($0) } + place + lines.flatMap { Self.folded($0) }
    }

    /// Whether the clocks of a zone count; all other meetings are told in UTC.
    private var isSomewhere: Bool { recurrence != nil && !isAllDay && zone != .utc }

    private static func time(_ civil: CivilTime) -> String {
        String(time(Instant(seconds: civil.secondsAsIfUTC)).dropLast())
    }

    private static func time(_ instant: Instant) -> String {
        let text = Instant(seconds: instant.seconds).iso8601
        return text.filter { $0 != "-" && $0 != ":" }
    }

    private static func day(_ instant: Instant) -> String { String(time(instant).prefix(8)) }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\r": break
            default: if scalar.value >= 0x20 || scalar == "\t" { result.unicodeScalars.append(scalar) }
            }
        }
        return result
    }

    private static func name(_ mailbox: Mailbox) -> String {
        guard let name = mailbox.name, !name.isEmpty else { return "" }
        return ";CN=\"\(name.filter { $0 != "\"" && !$0.isNewline })\""
    }

    /// Lines of 75 octets at most, never broken within a character.
    private static func folded(_ line: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var width = 0
        for scalar in line.unicodeScalars {
            let encoded = Array(String(scalar).utf8)
            if width + encoded.count > 75 {
                bytes += [0x0D, 0x0A, 0x20]
                width = 1
            }
            bytes += encoded
            width += encoded.count
        }
        return bytes + [0x0D, 0x0A]
    }
}
