internal import Attributes
package import MIME

extension Meeting {
    /// Seconds since 1970 of the years that have four digits, a day off both ends for the zones.
    private static let range = Int64(-62_135_510_400)..<253_402_214_400

    private static let product = "-//router//router//EN"

    /// The meeting as an iCalendar object (RFC 5545) for iTIP (RFC 5546): CRLF line ends, UTF-8.
    ///
    /// Single meetings stand in UTC, recurring ones in their zone, whose rules come along. No value can add a line.
    ///
    /// - Throws: Every flaw at once.
    package func calendar() throws(ComposeProblem) -> [UInt8] {
        var writer = CalendarWriter()
        writer.line("BEGIN:VCALENDAR")
        writer.line("PRODID:\(Self.product)")
        writer.line("VERSION:2.0")
        writer.line("CALSCALE:GREGORIAN")
        writer.line("METHOD:\(method.rawValue)")
        let zone = zoneRules(&writer)
        if let zone { zone.write(to: &writer) }
        event(to: &writer, zone)
        writer.line("END:VCALENDAR")
        return try writer.finish()
    }

    private func event(to writer: inout CalendarWriter, _ zone: CalendarZone?) {
        writer.line("BEGIN:VEVENT")
        if uid.isEmpty { writer.report("uid", "it is blank", remedy: "take it from the organizer and a key") }
        writer.text("UID", uid, as: "uid")
        time("DTSTAMP", stamp, nil, as: "stamp", to: &writer)
        if end < start {
            writer.report("end", "the meeting ends before it starts", remedy: "make the end later than the start")
        }
        if let wholeDays {
            days(wholeDays, to: &writer)
        } else {
            time("DTSTART", start, zone, as: "start", to: &writer)
            // RFC 5545 §3.8.2.2 wants DTEND later than DTSTART; without one, the meeting ends as it starts.
            if end.seconds > start.seconds { time("DTEND", end, zone, as: "end", to: &writer) }
        }
        if let recurrence { rule(recurrence, to: &writer) }
        writer.text("SUMMARY", title, as: "title")
        if let location, !location.isEmpty { writer.text("LOCATION", location, as: "location") }
        if let description, !description.isEmpty { writer.text("DESCRIPTION", description, as: "description") }
        if let url, !url.isEmpty { link(url, to: &writer) }
        person("ORGANIZER", organizer, "", as: "organizer", to: &writer)
        for (number, attendee) in attendees.enumerated() {
            person("ATTENDEE", attendee, attendeeParameters, as: "attendees[\(number)]", to: &writer)
        }
        if !(0...Self.longestSequence).contains(sequence) {
            writer.report("sequence", "it is not between 0 and \(Self.longestSequence)", remedy: "count from 0 up")
        }
        writer.line("SEQUENCE:\(sequence)")
        writer.line(method == .cancel ? "STATUS:CANCELLED" : "STATUS:CONFIRMED")
        writer.line("TRANSP:OPAQUE")
        if method == .request, let reminder { alarm(reminder, to: &writer) }
        writer.line("END:VEVENT")
    }

    private var attendeeParameters: String {
        let person = ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"
        return method == .request ? "\(person);PARTSTAT=NEEDS-ACTION;RSVP=TRUE" : person
    }

    private func zoneRules(_ writer: inout CalendarWriter) -> CalendarZone? {
        guard let recurrence, recurrence.zone != .utc, wholeDays == nil else { return nil }
        do {
            return try CalendarZone(recurrence.zone)
        } catch {
            writer.report("recurrence", error.problem, remedy: error.remedy)
            return nil
        }
    }

    private func time(
        _ name: String, _ instant: Instant, _ zone: CalendarZone?, as field: String, to writer: inout CalendarWriter
    ) {
        guard Self.range.contains(instant.seconds) else {
            writer.report(field, "its year is not between 1 and 9999", remedy: "check the date")
            return
        }
        if let zone = zone?.zone {
            writer.line("\(name);TZID=\(zone.name):\(zone.civil(at: instant).basic)")
        } else {
            writer.line("\(name):\(Zone.utc.civil(at: instant).basic)Z")
        }
    }

    /// Days have no zone (RFC 5545 §3.3.4), and the last one is named by the day after it (§3.6.1).
    private func days(_ zone: Zone, to writer: inout CalendarWriter) {
        guard Self.range.contains(start.seconds), Self.range.contains(end.seconds + 86_400) else {
            writer.report("start", "its year is not between 1 and 9999", remedy: "check the date")
            return
        }
        let last = CivilTime(secondsAsIfUTC: zone.civil(at: end).secondsAsIfUTC + 86_400)
        writer.line("DTSTART;VALUE=DATE:\(zone.civil(at: start).basicDate)")
        writer.line("DTEND;VALUE=DATE:\(last.basicDate)")
        // QUIRK: Outlook shows a day as 24 busy hours without this.
        writer.line("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE")
    }

    private func rule(_ recurrence: Recurrence, to writer: inout CalendarWriter) {
        if let problem = RecurrenceRule.problem(with: recurrence.rule) {
            writer.report("recurrence", problem.problem, remedy: problem.remedy)
        } else {
            writer.line("RRULE:\(wholeDays == nil ? recurrence.rule : RecurrenceRule.inDays(recurrence.rule))")
        }
    }

    private func link(_ url: String, to writer: inout CalendarWriter) {
        guard writer.permits(url, as: "url") else { return }
        let scheme = url.prefix { $0 != ":" }
        guard url.utf8.count > scheme.utf8.count + 1, let first = scheme.utf8.first, first.isLetter,
            scheme.utf8.allSatisfy({ $0.isLetter || $0.isDigit || [0x2B, 0x2D, 0x2E].contains($0) })
        else {
            writer.report("url", "it is no URL", remedy: "write it like https://example.com/")
            return
        }
        writer.line("URL:\(url.percentEncoded(unless: \.isPlainInURL))")
    }

    private func person(
        _ property: String, _ mailbox: Mailbox, _ parameters: String, as field: String,
        to writer: inout CalendarWriter
    ) {
        let name = writer.commonName(mailbox.name, as: "\(field).name")
        do {
            let address = try EmailAddress(mailbox.address)
            let link = address.text.percentEncoded(unless: \.isPlainInMailto)
            writer.line("\(property)\(parameters)\(name):mailto:\(link)")
        } catch {
            writer.report("\(field).address", error.problem, remedy: error.remedy)
        }
    }

    private func alarm(_ seconds: Int, to writer: inout CalendarWriter) {
        guard (0...Self.longestReminder).contains(seconds) else {
            writer.report(
                "reminder", "it is not between 0 and \(Self.longestReminder / 86_400) days before the start",
                remedy: "write it like 15m")
            return
        }
        writer.line("BEGIN:VALARM")
        writer.line("ACTION:DISPLAY")
        writer.text("DESCRIPTION", title, as: "title")
        writer.line("TRIGGER:\(seconds == 0 ? "" : "-")\(Self.duration(seconds))")
        writer.line("END:VALARM")
    }

    private static let longestReminder = 366 * 86_400

    /// RFC 5545 §3.3.6: `P1DT2H`, `PT15M`.
    private static func duration(_ seconds: Int) -> String {
        let days = seconds / 86_400
        let parts = [(seconds / 3600 % 24, "H"), (seconds / 60 % 60, "M"), (seconds % 60, "S")].filter { $0.0 > 0 }
        let time = parts.map { "\($0.0)\($0.1)" }.joined()
        if days == 0 { return time.isEmpty ? "PT0S" : "PT\(time)" }
        return time.isEmpty ? "P\(days)D" : "P\(days)DT\(time)"
    }
}

extension String {
    /// RFC 3986 §2.1: bytes that may not stand as they are become `%20`.
    fileprivate func percentEncoded(unless isPlain: (UInt8) -> Bool) -> String {
        if utf8.allSatisfy(isPlain) { return self }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in utf8 {
            if isPlain(byte) {
                bytes.append(byte)
            } else {
                bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self & 0xDF) }

    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }

    /// RFC 6068 §2.
    fileprivate var isPlainInMailto: Bool {
        isLetter || isDigit || "@.-_~+!$'*".utf8.contains(self)
    }

    /// RFC 3986 §2; percent signs stay, because a URL is encoded already.
    fileprivate var isPlainInURL: Bool {
        (0x21...0x7E).contains(self) && !"\"<>\\^`{|}".utf8.contains(self)
    }
}
