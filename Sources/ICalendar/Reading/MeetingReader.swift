package import Attributes
internal import MIME

/// Reads invitations and the answers to them (RFC 5545, RFC 5546), in the forms of Outlook, Exchange, Google, Apple and others.
package enum MeetingReader {
    package static let mostMeetings = 200
    package static let mostAttendees = 5000

    /// Reads the events of a calendar part.
    ///
    /// - Parameters:
    ///   - text: The part's text.
    ///   - zone: Where clocks hang that the text says nothing of.
    /// - Returns: One for each event, at least one; an event of a series that is changed stands by itself.
    /// - Throws: ``UnreadableMeeting`` when it is no calendar, has no events, or goes beyond a limit.
    package static func read(_ text: String, zone: Zone = .utc) throws(UnreadableMeeting) -> [ReadMeeting] {
        guard let root = ReadComponent.read(try CalendarText.prepared(text)) else {
            throw UnreadableMeeting("the part is no calendar")
        }
        let method = root.all("VCALENDAR").lazy.compactMap { $0["METHOD"]?.value.uppercased() }.first
        let events = root.all("VEVENT")
        guard !events.isEmpty else { throw UnreadableMeeting("the calendar has no event") }
        guard events.count <= mostMeetings else {
            throw UnreadableMeeting("the calendar has more than \(mostMeetings) events")
        }
        let times = CalendarTimes(zones: root.all("VTIMEZONE"), floating: zone)
        var meetings: [ReadMeeting] = []
        for event in events {
            guard let uid = event["UID"]?.value, !uid.isEmpty else { continue }
            meetings.append(try meeting(event, method, uid, times))
        }
        guard !meetings.isEmpty else { throw UnreadableMeeting("the calendar's events have no UID") }
        return meetings
    }

    private static func meeting(
        _ event: ReadComponent, _ method: String?, _ uid: String, _ times: CalendarTimes
    ) throws(UnreadableMeeting) -> ReadMeeting {
        var meeting = ReadMeeting(method: method.flatMap { $0.isEmpty ? nil : $0 }, uid: uid)
        meeting.sequence = event["SEQUENCE"].flatMap { Int($0.value) } ?? 0
        meeting.stamp = event["DTSTAMP"].flatMap { times.instant($0)?.instant }
        meeting.recurrence = event["RECURRENCE-ID"]?.value
        meeting.summary = event["SUMMARY"]?.value ?? ""
        meeting.location = event["LOCATION"]?.value ?? ""
        meeting.details = event["DESCRIPTION"]?.value ?? ""
        meeting.status = event["STATUS"]?.value.uppercased()
        let comments = event.properties.filter { $0.name == "COMMENT" && !$0.value.isEmpty }.map(\.value)
        meeting.comment = comments.isEmpty ? nil : comments.joined(separator: "\n")
        meeting.organizer = event["ORGANIZER"].flatMap(mailbox)
        let guests = event.properties.filter { $0.name == "ATTENDEE" }
        guard guests.count <= mostAttendees else {
            throw UnreadableMeeting("an event has more than \(mostAttendees) attendees")
        }
        meeting.attendees = guests.compactMap { guest in
            mailbox(guest).map { ReadAttendee(mailbox: $0, participation: guest.partstat, role: guest.role) }
        }
        readTimes(of: event, into: &meeting, times)
        return meeting
    }

    private static func readTimes(of event: ReadComponent, into meeting: inout ReadMeeting, _ times: CalendarTimes) {
        guard let start = event["DTSTART"].flatMap(times.instant) else { return }
        meeting.start = start.instant
        meeting.zone = times.zone(of: event["DTSTART"])
        meeting.rule = event["RRULE"]?.value
        meeting.isAllDay = start.isDate
        if let end = event["DTEND"].flatMap(times.instant) {
            meeting.end = end.instant
        } else if let length = event["DURATION"].flatMap({ try? Duration(reading: $0.value) }) {
            let end = start.instant.seconds.addingReportingOverflow(length.components.seconds)
            meeting.end = end.overflow ? nil : Instant(seconds: end.partialValue)
        } else {
            // RFC 5545 §3.6.1: a day, or no time at all.
            meeting.end = start.isDate ? times.dayAfter(start.civil) : start.instant
        }
    }

    /// `mailto:a@example.com`; QUIRK: Apple has paths there and the address in EMAIL.
    private static func mailbox(_ property: ReadComponent.Property) -> Mailbox? {
        var address = property.value
        if address.prefix(7).lowercased() == "mailto:" {
            address.removeFirst(7)
        } else if let email = property.email, !email.isEmpty {
            address = email
        }
        if address.prefix(7).lowercased() == "mailto:" { address.removeFirst(7) }
        address = unescaped(address.prefix { $0 != "?" })
        guard !address.isEmpty else { return nil }
        // RFC 6868: what can't stand in a parameter.
        let name = property.cn?.replacing("^'", with: "\"").replacing("^n", with: " ")
        return Mailbox(name: name.flatMap { $0.isEmpty || $0 == address ? nil : $0 }, address: address)
    }

    /// An address as it stands in a URL (RFC 6068), without what could end a line.
    private static func unescaped(_ text: Substring) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "%"), position + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[(position + 1)...(position + 2)], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                position += 3
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        let scalars = String(decoding: result, as: UTF8.self).unicodeScalars.filter {
            $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) && $0.value != 0x2028 && $0.value != 0x2029
        }
        let address = String(String.UnicodeScalarView(scalars))
        let end = address.lastIndex { $0 != " " } ?? address.startIndex
        return address.isEmpty ? "" : String(address[...end].drop { $0 == " " })
    }
}
