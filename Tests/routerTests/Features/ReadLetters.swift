import Peers
import Testing

extension TemporaryWorkspace {
    /// The mailbox's letters as Python's `email` reads them, sorted by their recipients; none may have a defect.
    func received() async throws -> [LetterReading] {
        let letters = try await LetterReading.byPython(try letters.map { Array($0.utf8) })
        #expect(letters.flatMap(\.defects) == [])
        return letters.sorted { ($0.to?.first?.address ?? "") < ($1.to?.first?.address ?? "") }
    }

    /// Sends into a mailbox that was empty, and reads the one letter that is there then.
    func delivered(_ route: String, _ data: String = "{}") async throws -> LetterReading {
        let outcome = try await send(route, data)
        try #require(outcome.status == 0, "\(outcome.told)")
        let letters = try await received()
        try #require(letters.count == 1)
        return letters[0]
    }
}

extension LetterReading {
    /// `type file-name` of each part that is no multipart, in the letter's order.
    var leaves: [String] {
        parts.filter { !$0.type.hasPrefix("multipart/") }.map { $0.type + ($0.fileName.map { " \($0)" } ?? "") }
    }

    /// ``text(_:)`` with plain line ends, whatever the letter has.
    func words(_ type: String) -> String? { text(type)?.replacing("\r\n", with: "\n") }

    /// The event as Python's `icalendar` reads it; it may have no mistakes.
    func event() async throws -> CalendarReading.Component {
        let calendar = try #require(text("text/calendar"))
        let readings = try await CalendarReading.byPython([Array(calendar.utf8)])
        #expect(readings.flatMap(\.errors) == [])
        return try #require(readings.first?.event)
    }
}
