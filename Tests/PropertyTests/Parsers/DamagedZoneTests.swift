import Attributes
import Glibc
import ICalendar
import MIME
import Peers
import Testing

/// Zone files of any content: the system's database is outside input too.
@Suite struct DamagedZoneTests {
    /// Damaged files are read in a process of their own, whose TZDIR is a folder of them.
    @Test func `a database of damaged zones is read or refused, and its rules reach calendars or are refused`()
        async throws
    {
        let source = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        if let damaged = getenv("ROUTER_DAMAGED_ZONES").map({ String(cString: $0) }) {
            return Self.readAll(Int(damaged) ?? 0)
        }
        var random = Fuzz.random()
        let rounds = Fuzz.rounds(300)
        let originals = try ["Europe/Berlin", "Africa/Casablanca", "America/Sao_Paulo", "UTC"].map {
            try Self.bytes("\(source)/\($0)")
        }
        var files: [String: [UInt8]] = [:]
        for number in 0..<rounds { files["zone\(number)"] = Self.damaged(random.pick(originals), &random) }
        let folder = try Self.write(files)
        defer {
            for name in files.keys { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        let outcome = try await Tool.outcome(
            "env",
            [
                "TZDIR=\(folder)", "ROUTER_DAMAGED_ZONES=\(rounds)", CommandLine.arguments[0], "--testing-library",
                "swift-testing",
                "--filter", "DamagedZoneTests",
            ])
        #expect(outcome.succeeded, Fuzz.note("\(outcome.text.suffix(2000))\(outcome.errors.suffix(2000))"))
        #expect(outcome.text.contains("1 test") || outcome.errors.contains("1 test"))
    }

    private static func readAll(_ count: Int) {
        for number in 0..<count {
            let name = "zone\(number)"
            guard let zone = Zone.named(name) else { continue }
            for seconds: Int64 in [-4_000_000_000, 0, 1_774_751_400, 99_000_000_000] {
                _ = zone.resolve(zone.civil(at: Instant(seconds: seconds)))
            }
            var meeting = Meeting(
                uid: "1@example.com", method: .request, sequence: 0, stamp: Instant(seconds: 0),
                start: Instant(seconds: 1_796_108_400), end: Instant(seconds: 1_796_112_000), title: "x",
                organizer: Mailbox(address: "a@example.com"))
            meeting.recurrence = .init(rule: "FREQ=DAILY;COUNT=2", zone: zone)
            _ = try? meeting.calendar()
        }
    }

    private static func damaged(_ original: [UInt8], _ random: inout Seeded) -> [UInt8] {
        var bytes = original
        if random.once(in: 3) { bytes.removeLast(random.number(0...bytes.count)) }
        for _ in 0..<random.number(1...5) where !bytes.isEmpty {
            // Its head counts what follows, its last line is a rule.
            let places = [0..<min(44, bytes.count), max(0, bytes.count - 30)..<bytes.count, 0..<bytes.count]
            let place = random.pick(places)
            bytes[random.number(place.lowerBound...place.upperBound - 1)] = UInt8(random.number(0...255))
        }
        if random.once(in: 4) { bytes += Array("\n\(Chance.text(1...12, of: [rulePieces], &random))\n".utf8) }
        return bytes
    }

    private static let rulePieces = [
        "CET", "-1", "CEST", ",M3", ".5", ".0", "/2", ",M10", "J60", "<+03>", "-3", "/-167", "/167", "999", ":", "30",
        ",", "M13.9.9", "24",
    ]

    private static func bytes(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&buffer, 1, buffer.count, file)
        return Array(buffer[..<count])
    }

    private static func write(_ files: [String: [UInt8]]) throws -> String {
        var template = Array("/tmp/router-zones-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, bytes) in files {
            let file = try #require(fopen("\(folder)/\(name)", "w"))
            defer { fclose(file) }
            try #require(fwrite(bytes, 1, bytes.count, file) == bytes.count)
        }
        return folder
    }
}
