import Attributes
import MIME
import Peers
import Testing

/// Letters of any shape, read back by two readers that know nothing of us nor of each other.
@Suite struct RandomLetterTests {
    private static let batch = 200

    @Test func `letters of any shape come back whole through GMime and through Python, and both agree`() async throws {
        var random = Fuzz.random()
        for _ in 0..<Fuzz.rounds(1) {
            let drafts = try (0..<Self.batch).map { _ in try Draft.random(&random) }
            let letters = try drafts.map { try compose($0).bytes() }
            let gmime = try await LetterReading.byGMime(letters)
            let python = try await LetterReading.byPython(letters)
            #expect(python.count == drafts.count)
            for (number, (draft, readings)) in zip(drafts, zip(gmime, python)).enumerated() {
                let note = Fuzz.note("letter \(number)")
                #expect(letters[number].allSatisfy { $0 < 0x80 }, note)
                for (reader, reading) in [("GMime", readings.0), ("Python", readings.1)] {
                    expect(reading, holds: draft, "\(reader): \(note)")
                }
                #expect(readings.0.shape == readings.1.shape, note)
                #expect(readings.0.parts.map(\.sha256) == readings.1.parts.map(\.sha256), note)
                #expect(readings.0.parts.map(\.text) == readings.1.parts.map(\.text), note)
                #expect(readings.0.date == readings.1.date, note)
                #expect(readings.0.messageID == draft.messageID && readings.1.messageID == draft.messageID, note)
            }
        }
    }

    private func expect(_ reading: LetterReading, holds draft: Draft, _ note: Comment) {
        #expect(reading.defects == [], note)
        #expect(reading.subject == draft.subject, note)
        #expect(reading.from == [shown(draft.from)], note)
        #expect(reading.replyTo ?? [] == draft.replyTo.map(shown), note)
        #expect(reading.cc ?? [] == draft.cc.map(shown), note)
        if !draft.to.isEmpty { #expect(reading.to == draft.to.map(shown), note) }
        for field in draft.headers { #expect(reading.values(of: field.name) == [field.value], note) }
        // An empty letter has a text part all the same; multiparts end a text's last line.
        let text = reading.text("text/plain")?.withLF
        let isSame = text == (draft.text ?? (draft.html == nil ? "" : nil))?.withLF
        #expect(isSame || reading.parts.count == 1 && text == draft.text.map { "\($0.withLF)\n" }, note)
        let html = reading.text("text/html")?.withLF
        #expect(
            html == draft.html?.withLF || reading.parts.count == 1 && html == draft.html.map { "\($0.withLF)\n" }, note)
        let files = reading.parts.filter { $0.fileName != nil && $0.fileName != "invite.ics" }
        let meant = draft.inline + draft.attached
        #expect(files.map(\.fileName) == meant.map(\.document.name), note)
        #expect(files.map(\.size) == meant.map(\.document.size), note)
        #expect(files.map(\.contentID) == meant.map { $0.contentID.map { "<\($0)>" } }, note)
        if let invitation = draft.invitation {
            #expect(reading.text("text/calendar").map { Array($0.utf8) } == invitation.calendar, note)
        }
    }

    private func shown(_ mailbox: Mailbox) -> LetterReading.Mailbox {
        LetterReading.Mailbox(name: mailbox.name ?? "", address: mailbox.address)
    }
}
