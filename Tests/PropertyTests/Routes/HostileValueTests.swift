import Attributes
import Connecting
import Engine
import MIME
import Peers
import Testing

/// Any value in any attribute of a route is refused by its pointer, or comes back exactly and changes nothing else.
@Suite struct HostileValueTests {
    /// A submission that made a letter.
    private struct Sent {
        var value: String
        var entry: OpenRoute.Entry
        var letter: [UInt8]
        var recipients: [String]
    }

    @Test func `a value is refused by its pointer, or two readers see it exactly and nothing else changed`()
        async throws
    {
        var random = Fuzz.random()
        let open = try TemporaryWorkspace(OpenRoute.files)
        let route = try open.route("open")
        var sent = [try Self.send("harmless", as: .subject, through: route, in: open).get()]
        for entry in OpenRoute.Entry.allCases {
            var values: [String] = []
            for _ in 0..<Fuzz.rounds(20) { values.append(random.pick(Chance.traps)) }
            for _ in 0..<Fuzz.rounds(8) { values.append("a\(random.pick(Chance.controls))b") }
            for _ in 0..<Fuzz.rounds(5) { values.append("x\(random.pick(Chance.signs))") }
            for _ in 0..<Fuzz.rounds(12) { values.append(Self.value(for: entry, &random)) }
            // A blank address drops its recipient: that is what optional copies are for.
            for value in values where entry != .email || !value.trimmed.isEmpty {
                switch try Self.send(value, as: entry, through: route, in: open) {
                case .success(let letter): sent.append(letter)
                case .failure(let mismatches):
                    #expect(!mismatches.isEmpty)
                    for mismatch in mismatches.list {
                        let isNamed =
                            mismatch.pointer == "/\(entry.rawValue)"
                            || mismatch.pointer.hasPrefix("/\(entry.rawValue)/")
                        #expect(isNamed, "\(mismatch.sentence()) for \(Fuzz.note(value))")
                    }
                }
            }
        }
        try await expectUnchanged(sent)
    }

    /// Mostly addresses where one is wanted, else anything.
    private static func value(for entry: OpenRoute.Entry, _ random: inout Seeded) -> String {
        guard entry == .email, !random.once(in: 4) else { return Chance.hostile(&random) }
        let pieces = [
            "a", "B", "7", ".", "..", "@", "@", "example", ".com", "-", "_", "+", "\"", "\\", " ", "(", "<", ">", ",",
            ";", "[", "]",
            "192.0.2.1", "IPv6:", ":", "я", "漢", "é", "👍", "xn--", "\u{AD}", "\u{200D}", "。", "\r\n", "\t", "/", "=",
            "!", "%", "{", "|",
        ]
        return Chance.text(1...12, of: [pieces], &random) + (random.once(in: 3) ? "" : "@example.com")
    }

    private static func send(
        _ value: String, as entry: OpenRoute.Entry, through route: SendRoute, in open: TemporaryWorkspace
    ) throws -> Result<Sent, Mismatches> {
        // As it comes from outside: through the text of the JSON.
        let json = try JSON.read(OpenRoute.data(value, as: entry).written())
        do throws(Mismatches) {
            let record = try route.schema.check(json, in: open.workspace.context(for: route, documents: .refused)).get()
            let submission = try Submission(record, through: route, now: Instant(seconds: 1_795_000_000))
            let message = submission.messages[0]
            let bytes = (try? message.letter.content.bytes()) ?? []
            return .success(Sent(value: value, entry: entry, letter: bytes, recipients: message.letter.recipients))
        } catch {
            return .failure(error)
        }
    }

    private func expectUnchanged(_ sent: [Sent]) async throws {
        let letters = sent.map(\.letter)
        let gmime = try await LetterReading.byGMime(letters)
        let python = try await LetterReading.byPython(letters)
        let calendars = gmime.map { Array(($0.text("text/calendar") ?? "").utf8) }
        let libical = try await CalendarReading.byLibical(calendars)
        let icalendar = try await CalendarReading.byPython(calendars)
        let pages = try await PageReading.all(gmime.map { $0.text("text/html") ?? "" })
        try #require([python.count, libical.count, icalendar.count, pages.count].allSatisfy { $0 == sent.count })
        for (number, one) in sent.enumerated() {
            let note = Fuzz.note("\(one.entry): \(String(reflecting: one.value))")
            let meant = SeenLetter(one.value, as: one.entry)
            for (name, letter, calendar) in [
                ("GMime and libical", gmime[number], libical[number]), ("Python", python[number], icalendar[number]),
            ] {
                let found = SeenLetter(letter, calendar, pages[number])
                #expect(found.differences(from: meant) == [], "\(name), \(note)")
                #expect(letter.defects == [], "\(name), \(note)")
                #expect(calendar.errors == [], "\(name), \(note)")
                #expect(letter.shape == gmime[0].shape, "\(name), \(note)")
                #expect(
                    calendar.calendar.shape == (name == "Python" ? icalendar : libical)[0].calendar.shape,
                    "\(name), \(note)")
            }
            #expect(pages[number].shape == pages[0].shape, note)
            let address = meant.texts["to 1 address"] ?? ""
            #expect(one.recipients == ["guest@example.com", address, "copy@example.com", "hidden@example.com"], note)
            let lines = String(decoding: calendars[number], as: UTF8.self).unicodeScalars.filter { $0 == "\n" }.count
            let unfolded = Self.contentLines(calendars[number])
            #expect(unfolded == Self.contentLines(calendars[0]) && lines >= unfolded, note)
        }
    }

    /// How many lines a calendar has, folded ones counted once.
    private static func contentLines(_ calendar: [UInt8]) -> Int {
        var count = 0
        for (position, byte) in calendar.enumerated() where byte == 0x0A {
            let isFolded =
                position + 1 < calendar.count && (calendar[position + 1] == 0x20 || calendar[position + 1] == 0x09)
            if !isFolded { count += 1 }
        }
        return count
    }
}
