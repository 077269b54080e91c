import Attributes
import Connecting
import MIME
import Peers
import Testing

@testable import Connectors
@testable import Engine

/// What mail servers, handlers and packed letters say: answered with a value or in words, whatever it is.
@Suite struct ReceivedBytesTests {
    private static func lines(_ bytes: [UInt8], by size: Int) -> [IMAPLine]? {
        var parser = IMAPParser()
        var result: [IMAPLine] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            let isRight = Array(bytes[start..<min(bytes.count, start + size)]).withUnsafeBytes { buffer in
                do throws(IMAPParser.Violation) {
                    try parser.consume(buffer) { result.append($0) }
                    return true
                } catch {
                    return false
                }
            }
            guard isRight else { return nil }
        }
        return result
    }

    @Test func `responses of IMAP servers, in pieces of any size`() {
        let pieces = [
            "* ", "+ ", "R1 ", "OK ", "NO ", "BAD ", "BYE ", "[CAPABILITY IMAP4rev1 IDLE]", "[UIDVALIDITY 7] ",
            "[COPYUID 7 1:3 4:6] ", "2 EXISTS", "1 FETCH (", "UID 4 ", "FLAGS (\\Seen $Junk) ", "BODY[] ", "BODY[]<0> ",
            "{3}\r\n", "{99999999999999999999}\r\n", "{3+}\r\n", "~{2}\r\n", "abc", ")", "(", "\"", "\\", "NIL ",
            "INTERNALDATE \"17-Jul-2026 02:44:25 -0700\" ", "RFC822.SIZE 11 ", "MODSEQ (12) ", "SEARCH 5 2 9",
            "ESEARCH (TAG \"R1\") UID ALL 2,84:85,4294967295:1", "LIST (\\Sent) \"/\" \"&BB4EQg-\"", "VANISHED 1:*",
            "\r\n", "\n", "\r", "\0", "&-", "&", "18446744073709551616 ", "-1 ",
        ]
        var random = Fuzz.random()
        var read = 0
        for _ in 0..<Fuzz.rounds(4000) {
            var bytes = Array(Chance.text(0...20, of: [pieces, pieces, pieces, Chance.letters], &random).utf8)
            if random.once(in: 4) { bytes = DamagedLetterTests.damage(bytes, &random) }
            let whole = Self.lines(bytes, by: max(1, bytes.count))
            #expect(
                Self.lines(bytes, by: random.number(1...7)) == whole, Fuzz.note(String(decoding: bytes, as: UTF8.self)))
            for line in whole ?? [] {
                if (try? IMAPResponse(line)) != nil { read += 1 }
            }
        }
        #expect(read > 100)
    }

    @Test func `expressions of routes, on any text`() {
        let pieces = [
            "a", "b", "я", ".", "[ab]", "[^a]", "[а-я]", "\\d", "\\W", "\\b", "^", "$", "(", ")", "(?:", "(?<N>",
            "(?i)",
            "|", "*", "+", "?", "{2}", "{1,3}", "{999}", "{2,1}", "\\", "[", "]", "-", "(?=", "\\1", "Inv-", "\\x41",
            "\\p{L}",
        ]
        let texts = ["a", "b", "A", "Inv-1", "я", " ", "\n", "7", "\u{301}", "👩‍👧", "_", "\0"]
        var random = Fuzz.random()
        var compiled: [Pattern] = []
        for _ in 0..<Fuzz.rounds(600) {
            let text = Chance.text(1...8, of: [pieces], &random)
            guard let pattern = try? Pattern(text) else { continue }
            let sample = Chance.text(0...12, of: [texts], &random)
            for match in pattern.matches(in: sample) {
                #expect(
                    !match.whole.isEmpty && sample.unicodeScalars.contains(match.whole.unicodeScalars),
                    Fuzz.note("\(text) in \(sample)"))
            }
            if let other = compiled.randomElement(using: &random), let both = pattern.overlap(with: other) {
                let note = Fuzz.note("\(text) and \(other.text): \(both)")
                #expect(pattern.firstMatch(in: both) != nil && other.firstMatch(in: both) != nil, note)
            }
            if compiled.count < 50 { compiled.append(pattern) }
        }
        #expect(compiled.count > 20)
    }

    @Test func `what handlers answer`() throws {
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"IsDeclined\"", "\"Message\"", "true", "false", "null", "\"x\"", "1e999",
            "\"\\uD800\"",
            "\u{FEFF}", " ", "\n", "{\"IsDeclined\":false}", "<html>",
        ]
        let schema = Schema([
            Attribute("IsDeclined", .boolean, isRequired: true), Attribute("Message", .string),
        ])
        let zone = Zone.utc
        var random = Fuzz.random()
        var (fits, refused) = (0, 0)
        for _ in 0..<Fuzz.rounds(3000) {
            let bytes = Array(Chance.text(0...12, of: [pieces, pieces, Chance.controls], &random).utf8)
            let answer = HandlerResponse.answer("200 OK", bytes)
            switch ResponseVerdict(answer.response, schema, from: "connection:bpm", zone: zone) {
            case .fits: fits += 1
            case .flawed(let words): #expect(!words.isEmpty, Fuzz.note(bytes))
            case .unfit: refused += 1
            }
        }
        #expect(fits > 0 && refused > 100)
    }

    /// An attribute of a packed letter: its level, its id, its length, its data, a sum that nobody checks.
    private static func packed(_ random: inout Seeded) -> [UInt8] {
        let ids: [UInt32] = [
            0x0006_9002, 0x0001_8004, 0x0002_800C, 0x0006_9003, 0x0006_9005, 0x0001_8010, 0x0002_800F, 0x0006_9007,
            0x0007_8008, 0x0008_9006,
        ]
        func little(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
        let types: [UInt32] = [0x1E, 0x1F, 0x0102, 0x0D, 0x03, 0x0B, 0x40, 0x101E, 0x14]
        let tags: [UInt32] = [0x0037, 0x1000, 0x1013, 0x3701, 0x3707, 0x3704, 0x1009, 0x3712, 0x8001]
        var data = random.bytes(0...30)
        if random.once(in: 2) {
            data = little(UInt32(random.number(0...3)))
            for _ in 0..<random.number(0...3) {
                data += little(random.pick(tags) << 16 | random.pick(types)) + little(UInt32(random.number(0...2)))
                data += little(random.once(in: 8) ? .max : UInt32(random.number(0...12))) + random.bytes(0...16)
            }
        }
        let length = random.once(in: 10) ? UInt32.random(in: 0 ... .max, using: &random) : UInt32(data.count)
        return [random.once(in: 2) ? 1 : 2] + little(random.pick(ids)) + little(length) + data + [0, 0]
    }

    @Test func `letters that were packed by Outlook, or pretend so`() {
        var random = Fuzz.random()
        var read = 0
        for _ in 0..<Fuzz.rounds(3000) {
            var bytes: [UInt8] = [0x78, 0x9F, 0x3E, 0x22, 1, 0]
            for _ in 0..<random.number(0...8) { bytes += Self.packed(&random) }
            if random.once(in: 4) { bytes = DamagedLetterTests.damage(bytes, &random) }
            let head =
                "From: a@b.example\r\nMIME-Version: 1.0\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\n"
                + "Content-Transfer-Encoding: base64\r\n\r\n"
            guard let letter = try? LetterReader.read(Array((head + Base64.encode(bytes)).utf8)) else { continue }
            read += 1
            for name in letter.fileNames.map(\.whole) {
                #expect(!name.isEmpty && !name.contains("/") && !name.hasPrefix("."), Fuzz.note(bytes))
            }
        }
        #expect(read > 100)
    }
}
