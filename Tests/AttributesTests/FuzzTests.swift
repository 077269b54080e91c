import Glibc
import Peers
import Testing

@testable import Attributes

/// Texts and files by chance: readers of outside input answer all of them.
struct FuzzTests {
    @Test func `a damaged zone file is read or refused, never a crash`() throws {
        let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        let bytes = try #require(FileReading.bytes(of: "\(folder)/Europe/Berlin", atMost: ZoneDatabase.largestFile))
        let whole = try #require(ZoneFile.read(bytes))
        #expect(whole.rule != nil)
        var random = Seeded(seed: 3)
        for round in 0..<3000 {
            var damaged = bytes
            if round % 2 == 0 { damaged.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            for _ in 0..<Int.random(in: 1...4, using: &random) where !damaged.isEmpty {
                let area = Bool.random(using: &random) ? min(44, damaged.count) : damaged.count
                damaged[Int.random(in: 0..<area, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let table = ZoneFile.read(damaged) else { continue }
            let zone = Zone(name: "damaged", table: table)
            for seconds: Int64 in [-4_000_000_000, 0, 1_774_751_400, 99_000_000_000] {
                _ = zone.resolve(zone.civil(at: Instant(seconds: seconds)))
            }
        }
    }

    @Test func `texts by chance are read, or refused in words`() {
        let pieces = [
            "2026", "-", "12", "01", "T", ":", "10", "00", "Z", "+", "03", ".", ",", "5", "P", "W", "D", "H", "M", "S",
            "Y", "h", "m", "s",
            "ms", "d", "/", " ", "e", "0", "999999999", "99999999999999999999", "я", "\u{0}", "J", "<", ">", "EST",
            "M3.5.0", "@", "\"", "[", "]",
            "a", "..",
        ]
        var random = Seeded(seed: 5)
        var read = 0
        for _ in 0..<30_000 {
            let text = (0..<Int.random(in: 0..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }.joined()
            if (try? Instant(text, in: .utc)) != nil { read += 1 }
            if let duration = try? Duration(reading: text) {
                read += 1
                #expect((try? Duration(reading: duration.iso8601)) == duration, "\(text)")
            }
            if let number = try? DecimalNumber(text) {
                read += 1
                #expect((try? DecimalNumber(number.description)) == number, "\(text)")
                #expect(number.rounded(toPlaces: 2).scale <= 2 || number.scale <= 2)
            }
            _ = try? Period(text, in: .utc)
            if let rule = ZoneRule(text) { _ = rule.phase(at: 1_774_751_400) }
            _ = EmailAddress.problem(in: text)
            _ = try? Base64.decode(text, atMost: 100)
        }
        #expect(read > 500)
    }

    @Test(arguments: [Int64.min / 4, -1, 0, Int64.max / 4])
    func `no instant is too far away`(seconds: Int64) throws {
        let berlin = try #require(Zone.named("Europe/Berlin"))
        #expect([3600, 3208, 7200].contains(berlin.offset(at: Instant(seconds: seconds))))
        #expect(!Instant(seconds: seconds).iso8601.isEmpty)
    }
}
