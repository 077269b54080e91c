import Attributes

/// Looks at a composed letter with the eyes of Outlook, Gmail and Apple Mail.
///
/// Will they show it as an invitation? The rules are those that calendars were seen to insist on, beyond what RFC 5545, 5546 and 6047 ask for.
package struct InvitationLinter: Sendable {
    /// One thing that would keep someone from accepting.
    package struct Flaw: Hashable, Sendable {
        /// In one sentence without a full stop.
        package var problem: String
        package var remedy: String
    }

    private var flaws: [Flaw] = []

    /// Checks the invitation in a letter.
    ///
    /// - Parameters:
    ///   - letter: The bytes that go out.
    ///   - recipients: Those of the envelope.
    /// - Returns: What is wrong; nothing when all is well.
    package static func flaws(in letter: [UInt8], to recipients: [String]) -> [Flaw] {
        var linter = InvitationLinter()
        let root = LetterPart(letter[...])
        if let calendar = linter.checkStructure(root) { linter.checkCalendar(calendar, root, recipients) }
        return linter.flaws
    }

    private mutating func expect(_ holds: Bool, _ problem: String, _ remedy: String) {
        let flaw = Flaw(problem: problem, remedy: remedy)
        if !holds, !flaws.contains(flaw) { flaws.append(flaw) }
    }

    /// - Returns: The calendar and its METHOD parameter.
    private mutating func checkStructure(_ root: LetterPart) -> (bytes: [UInt8], method: String)? {
        let compose = "the letter's structure is router's own: please report this"
        expect(root.type == "multipart/mixed", "the letter is \(root.type), not multipart/mixed", compose)
        let children = root.children
        guard let alternative = children.first, alternative.type == "multipart/alternative" else {
            expect(false, "the first part is not multipart/alternative", compose)
            return nil
        }
        let halves = alternative.children
        guard let calendar = halves.last, calendar.type == "text/calendar" else {
            expect(false, "the last alternative is not text/calendar", compose)
            return nil
        }
        expect(halves.count { $0.type == "text/calendar" } == 1, "there is more than one text/calendar part", compose)
        expect(calendar.disposition != "attachment", "the text/calendar part is an attachment", compose)
        expect(
            calendar.parameter("charset")?.lowercased() == "utf-8", "the text/calendar part does not say charset=utf-8",
            compose)
        guard let bytes = calendar.decodedBase64 else {
            expect(false, "the text/calendar part is not base64", compose)
            return nil
        }
        let copy = children.dropFirst().first { $0.type == "application/ics" }
        expect(copy?.decodedBase64 == bytes, "there is no attachment invite.ics with the same calendar", compose)
        return (bytes, calendar.parameter("method") ?? "")
    }

    private mutating func checkCalendar(
        _ calendar: (bytes: [UInt8], method: String), _ root: LetterPart, _ recipients: [String]
    ) {
        let lines = CalendarLines(calendar.bytes)
        for flaw in lines.flaws { expect(false, flaw, "please report this") }
        let method = lines.value("METHOD", in: "VCALENDAR") ?? ""
        expect(method == calendar.method, "method=\(calendar.method) beside METHOD:\(method)", "please report this")
        expect(["REQUEST", "CANCEL"].contains(method), "METHOD is '\(method)'", "use method: request or cancel")
        expect(lines.value("VERSION", in: "VCALENDAR") == "2.0", "VERSION:2.0 is missing", "please report this")
        expect(lines.value("PRODID", in: "VCALENDAR") != nil, "PRODID is missing", "please report this")
        for name in ["UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "ORGANIZER"] {
            expect(
                lines.all(name, in: "VEVENT").count == 1, "\(name) does not stand once in the event",
                "please report this")
        }
        expect(lines.value("SUMMARY", in: "VEVENT")?.isEmpty == false, "the meeting has no title", "give it a 'title:'")
        expect(
            lines.value("DTSTAMP", in: "VEVENT")?.hasSuffix("Z") ?? true, "DTSTAMP is not in UTC", "please report this")
        if method == "CANCEL" {
            expect(
                lines.value("STATUS", in: "VEVENT") == "CANCELLED", "a cancellation without STATUS:CANCELLED",
                "please report this")
        }
        checkTimes(lines)
        checkPeople(lines, root, recipients)
    }

    private mutating func checkTimes(_ lines: CalendarLines) {
        let zones = Set(lines.all("TZID", in: "VTIMEZONE").map(\.value))
        let start = lines.all("DTSTART", in: "VEVENT").first
        for line in lines.all("DTSTART", in: "VEVENT") + lines.all("DTEND", in: "VEVENT") {
            let isWholeDay = line.parameters["VALUE"] == "DATE"
            if let zone = line.parameters["TZID"] {
                expect(zones.contains(zone), "TZID \(zone) has no VTIMEZONE", "please report this")
            } else {
                expect(
                    isWholeDay || line.value.hasSuffix("Z"), "\(line.name) is in nobody's time zone",
                    "please report this")
            }
        }
        if !lines.all("RRULE", in: "VEVENT").isEmpty, let start, start.parameters["VALUE"] != "DATE" {
            expect(
                start.parameters["TZID"] != nil || start.value.hasSuffix("Z"),
                "a recurring meeting without a time zone",
                "give the route a 'timezone:'")
        }
        // QUIRK: Outlook ignores RDATE in a time zone and then is an hour off.
        for component in ["STANDARD", "DAYLIGHT"] {
            expect(lines.all("RDATE", in: component).isEmpty, "a time zone's rules use RDATE", "please report this")
        }
        if let end = lines.all("DTEND", in: "VEVENT").first, let start, end.parameters == start.parameters {
            expect(
                end.value > start.value, "the meeting does not end after it starts", "make the end later than the start"
            )
        }
        for name in ["TRIGGER", "DESCRIPTION", "ACTION"] where lines.lines.contains(where: { $0.path.last == "VALARM" })
        {
            expect(!lines.all(name, in: "VALARM").isEmpty, "the reminder has no \(name)", "please report this")
        }
    }

    private mutating func checkPeople(_ lines: CalendarLines, _ root: LetterPart, _ recipients: [String]) {
        let organizer = Self.address(lines.value("ORGANIZER", in: "VEVENT") ?? "")
        expect(organizer != nil, "the organizer is not a mailto: address", "give 'organizer:' an address")
        let guests = lines.all("ATTENDEE", in: "VEVENT")
        expect(!guests.isEmpty, "nobody is invited", "write 'attendees: all', or name them")
        let addresses = Set(guests.compactMap { Self.address($0.value) })
        expect(addresses.count == guests.count, "a guest stands twice, or without an address", "name each guest once")
        for recipient in recipients where !addresses.contains(recipient.lowercased()) {
            expect(
                false, "\(recipient) gets an invitation and is not among the guests",
                "add them to 'attendees:', or to 'to:'")
        }
        if let organizer {
            // QUIRK: Outlook shows nothing to accept to the one who is the organizer.
            expect(
                !recipients.contains { $0.lowercased() == organizer },
                "the organizer \(organizer) gets their own invitation",
                "let someone else organize, or leave them out of 'to:'")
            let from = (root.field("from") ?? "").lowercased()
            expect(
                from.contains(organizer), "the organizer \(organizer) is not who the letter comes from",
                "answers go to the organizer: use the sender's address, or a mailbox that is read")
        }
    }

    /// `mailto:ivan@example.com` as `ivan@example.com`.
    private static func address(_ value: String) -> String? {
        let lowercased = value.lowercased()
        guard lowercased.hasPrefix("mailto:"), lowercased.contains("@") else { return nil }
        return String(lowercased.dropFirst("mailto:".count))
    }
}
