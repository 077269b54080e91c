internal import Attributes
internal import ICalendar
internal import MIME

/// What a letter says of a meeting.
struct ArrivingMeeting {
    enum Method {
        case request, cancel, reply
    }

    var method: Method
    var entry: CalendarEntry
    /// From the letter's header, for answers that name nobody.
    var sender: Mailbox?

    /// Reads the first calendar part of a letter.
    ///
    /// - Returns: `nil` when it is no letter about a meeting, or can't be read.
    static func read(_ letter: [UInt8]) -> ArrivingMeeting? {
        guard let letter = try? LetterReader.read(letter) else { return nil }
        for part in letter.calendars {
            guard let meeting = try? MeetingReader.read(part.text).first else { continue }
            var method: Method
            switch part.method ?? meeting.method {
            case "REQUEST": method = .request
            case "CANCEL": method = .cancel
            case "REPLY": method = .reply
            default: continue
            }
            var entry = CalendarEntry(meeting)
            entry.files = letter.attachments.filter { !$0.contentType.hasSuffix("/ics") }
            if method == .reply, entry.details.isEmpty { entry.details = meeting.comment ?? "" }
            if entry.details.isEmpty, let text = letter.text { entry.details = text }
            return ArrivingMeeting(method: method, entry: entry, sender: letter.from.first)
        }
        return nil
    }
}
