import Attributes
import Engine
import ICalendar
import MIME
import Peers
import Testing

/// An invitation as it goes out, held against its meeting by three judges: our linter, libical and Python's icalendar.
struct ProvenInvitation {
    var name: String
    var letter: [UInt8]
    var recipients: [String]
    var meeting: Meeting
    var libical: CalendarReading
    var icalendar: CalendarReading

    /// Lets the judges read all the letters that hold a meeting.
    static func all(_ letters: [(name: String, letter: RenderedLetter)]) async throws -> [ProvenInvitation] {
        var composed: [(name: String, letter: [UInt8], recipients: [String], meeting: Meeting)] = []
        var calendars: [[UInt8]] = []
        for (name, letter) in letters {
            guard let meeting = letter.meeting else { continue }
            var letter = letter
            let bytes = try letter.compose(id: "0198c2f0").bytes()
            composed.append((name, bytes, letter.recipients, meeting))
            calendars.append(try #require(letter.draft.invitation).calendar)
        }
        let libical = try await CalendarReading.byLibical(calendars)
        let icalendar = try await CalendarReading.byPython(calendars)
        try #require(libical.count == composed.count && icalendar.count == composed.count)
        return composed.indices.map { index in
            let one = composed[index]
            return ProvenInvitation(
                name: one.name, letter: one.letter, recipients: one.recipients, meeting: one.meeting,
                libical: libical[index], icalendar: icalendar[index])
        }
    }

    /// Expects no complaint of anybody, and of both readers what the meeting says.
    func expectRight() throws {
        #expect(InvitationLinter.flaws(in: letter, to: recipients).map(\.problem) == [], "\(name)")
        var meant: [String: [String]] = [
            "UID": [meeting.uid], "SUMMARY": [meeting.title.asInCalendar], "SEQUENCE": ["\(meeting.sequence)"],
            "DTSTART": [meeting.start.iso8601], "DTSTAMP": [meeting.stamp.iso8601],
            "STATUS": [meeting.method == .cancel ? "CANCELLED" : "CONFIRMED"],
            "ORGANIZER": ["mailto:\(meeting.organizer.address)"],
            "ATTENDEE": meeting.attendees.map { "mailto:\($0.address)" },
        ]
        meant["DTEND"] = meeting.end == meeting.start ? [] : [meeting.end.iso8601]
        meant["LOCATION"] = meeting.location.map { [$0.asInCalendar] } ?? []
        meant["DESCRIPTION"] = meeting.description.flatMap { $0.isEmpty ? nil : [$0.asInCalendar] } ?? []
        for (reader, reading) in [("libical", libical), ("icalendar", icalendar)] {
            let place: Comment = "\(name), \(reader)"
            #expect(reading.errors == [], place)
            #expect(reading.calendar.values("METHOD") == [meeting.method.rawValue], place)
            let event = try #require(reading.event, place)
            for (property, values) in meant { #expect(event.values(property) == values, "\(place): \(property)") }
            let names = event.properties.filter { $0.name == "ATTENDEE" }.map { $0.parameters["CN"] ?? "" }
            #expect(names == meeting.attendees.map { $0.name ?? "" }, place)
            let reminders = meeting.method == .request && meeting.reminder != nil ? 1 : 0
            #expect(event.components.count == reminders, place)
        }
        #expect(libical.calendar.shape.sorted() == icalendar.calendar.shape.sorted(), "\(name)")
    }
}
