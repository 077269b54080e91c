import Attributes
import Connecting
import Diagnostics
import Peers
import Settings
import Templating
import Testing

@testable import Connectors

/// Every reader of outside texts answers anything at all: with a value, or in words.
@Suite struct HostileTextTests {
    /// Joined pieces, or bytes by chance.
    private static func text(_ pieces: [String], _ random: inout Seeded) -> String {
        random.once(in: 5)
            ? String(decoding: random.bytes(0...80), as: UTF8.self)
            : Chance.text(0...24, of: [pieces, pieces, pieces, Chance.letters, Chance.controls], &random)
    }

    @Test func `YAML`() {
        let pieces = [
            "a: ", "b", ": ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ",", "&x ", "*x", "<<: *x", "|", ">-",
            "|2\n", "\"", "'",
            "\\x41", "\\u", "\\", "#", " #", "---\n", "...\n", "%YAML 1.1\n", "!tag ", "!!binary ", "? ", "~", "null",
            "${env:X}", "${", "@", "`", "\t",
            "\r\n",
        ]
        var random = Fuzz.random()
        var read = 0
        for _ in 0..<Fuzz.rounds(3000) {
            let text = Self.text(pieces, &random)
            var findings = Findings()
            let node = YAMLReader.read(Source(path: "x.yaml", text: text), &findings)
            for finding in findings.sorted {
                #expect(!finding.message.isEmpty && !finding.printed().isEmpty, Fuzz.note(text))
            }
            if let node {
                read += 1
                Self.visit(node)
            }
        }
        #expect(read > 100)
    }

    /// Asks every scalar where each of its bytes stands.
    private static func visit(_ node: Node) {
        switch node.content {
        case .scalar(let scalar):
            for offset in 0...scalar.text.utf8.count { _ = scalar.placed.position(offset) }
        case .sequence(let items): for item in items { visit(item) }
        case .mapping(let pairs): for pair in pairs { visit(pair.value) }
        }
    }

    @Test func `JSON, and what schemas make of it`() throws {
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "D83D", "\\uDE00", "1", "-", "e", ".", "0", "true", "null",
            "\"Text\":",
            "\"Guest\":", "\"When\":", "\"File\":", "\"Name\"", "\"Address\"", "\"a@b.example\"",
            "\"2026-12-01T10:00\"", "\"PT1H\"", "\"aGk=\"",
        ]
        let schema = try Self.schema
        var random = Fuzz.random()
        var accepted = 0
        for _ in 0..<Fuzz.rounds(3000) {
            let text = Self.text(pieces, &random)
            let json: JSON
            do throws(JSONError) {
                json = try JSON.read(text)
            } catch {
                #expect(!error.problem.isEmpty, Fuzz.note(text))
                continue
            }
            #expect(try JSON.read(json.written()) == json, Fuzz.note(text))
            Self.expectAnswer(json, schema, text)
        }
        for _ in 0..<Fuzz.rounds(2000) {
            var count = 0
            let json = JSON.object(
                schema.names.filter { _ in random.once(in: 6) }.map {
                    .init(name: $0, value: Self.value(&random, &count))
                })
            if Self.expectAnswer(json, schema, String(decoding: json.written(), as: UTF8.self)) { accepted += 1 }
        }
        #expect(accepted > 100)
    }

    private static var schema: Schema {
        get throws {
            let inner = Schema([Attribute("Name", .string, isRequired: true), Attribute("Total", .number)])
            return Schema([
                Attribute("Text", .string), Attribute("Number", .number), Attribute("Yes", .boolean),
                Attribute("When", .datetime), Attribute("Long", .duration), Attribute("From", .period),
                Attribute("Guest", .account), Attribute("Guests", .account, isArray: true),
                Attribute("File", .document),
                Attribute("Order", .object(inner)), Attribute("Map", .map),
            ])
        }
    }

    /// - Returns: Whether the data fit.
    @discardableResult
    private static func expectAnswer(_ json: JSON, _ schema: Schema, _ text: String) -> Bool {
        switch schema.check(json, in: CheckingContext(documents: .relative(to: "/nowhere"))) {
        case .success: return true
        case .failure(let mismatches):
            #expect(!mismatches.isEmpty && mismatches.sentences().allSatisfy { !$0.isEmpty }, Fuzz.note(text))
            #expect(mismatches.list.allSatisfy { $0.pointer.isEmpty || $0.pointer.hasPrefix("/") }, Fuzz.note(text))
            return false
        }
    }

    /// A value that may fit somewhere.
    private static func value(_ random: inout Seeded, _ count: inout Int) -> JSON {
        count += 1
        switch random.number(0...(count < 30 ? 9 : 6)) {
        case 0: return .null
        case 1: return .bool(random.once(in: 2))
        case 2: return .number(random.pick(["0", "-1", "1e400", "12.50", "99999999999999999999999"]))
        case 3: return .string(Chance.hostile(&random))
        case 4:
            return .string(
                random.pick(["2026-12-01T10:00", "PT1H", "2026-12-01/P1D", "a@b.example", "x.pdf", "1h30m", ""]))
        case 5: return ["Name": .string(Chance.hostile(&random)), "Address": "a@b.example"]
        case 6: return ["Name": .string(Chance.hostile(&random)), "Extension": ".pdf", "Content": "aGk="]
        case 7: return .array([value(&random, &count), value(&random, &count)])
        default:
            return ["start": value(&random, &count), "end": value(&random, &count), "x~/y": value(&random, &count)]
        }
    }

    @Test(arguments: [Place.text, .html, .header, .list])
    func `templates, and the text that HTML becomes`(place: Place) {
        let pieces = [
            "<", ">", "{", "}", "Title", "<Title>", "{Title}", "<Title|", "<Title:", "html", ":html>", "|x>", "\\",
            "{{", "<p>", "</p>", "<a href=\"",
            "<a href='", "https://", "\">", "<pre>", "</pre>", "<ul><li>", "<ol>", "</", "<!--", "-->", "<style>",
            "<script>", "<td>", "&amp;", "&#x",
            ";", "=", "\n", "\r\n", " ", "\"", "'", "<br/>", "<![CDATA[", "<?",
        ]
        let schema = Schema([Attribute("Title", .string, isRequired: true)])
        var random = Fuzz.random()
        for _ in 0..<Fuzz.rounds(800) {
            let text = Self.text(pieces, &random)
            var findings = Findings()
            let placed = PlacedText(whole: Source(path: "x.html", text: text))
            let template = Template.read(placed, in: place, for: schema, findings: &findings)
            #expect((template == nil) == (findings.errors > 0), Fuzz.note(text))
            guard let template else { continue }
            let writing = Writing(language: .english, zone: .utc)
            // The value is read as HTML too, where the template says so.
            let record = Record(schema, [.string(Self.text(pieces, &random))])
            for derived in [template, template.derivedText(), template.derivedHTML(), template.signed("s")] {
                _ = try? derived.text(record, as: writing)
            }
        }
    }

    @Test func `addresses, times, lengths and numbers`() {
        let pieces = [
            "2026", "-12", "-01", "T", "10", ":00", "Z", "+03:00", ".5", "/", "P", "PT", "1", "D", "H", "M", "S", "W",
            "Y", "h", "m", "30", "99999999999",
            "-", "e", "0", "a", "@", "example", ".com", "\"", "\\", "[", "]", "<", ">", "..", " ",
        ]
        let zone = Zone.named("Europe/Berlin") ?? .utc
        var random = Fuzz.random()
        var read = 0
        for _ in 0..<Fuzz.rounds(8000) {
            let text =
                switch random.number(0...3) {
                case 0: Chance.hostile(&random)
                case 1: Chance.text(0...10, of: [pieces], &random)
                default: Self.slip(random.pick(Self.right), &random)
                }
            if let instant = try? Instant(text, in: zone) {
                read += 1
                #expect((try? Instant(instant.iso8601, in: .utc)) == instant, Fuzz.note(text))
            }
            if let duration = try? Duration(reading: text) {
                #expect((try? Duration(reading: duration.iso8601)) == duration, Fuzz.note(text))
            }
            if let number = try? DecimalNumber(text) {
                #expect((try? DecimalNumber(number.description)) == number, Fuzz.note(text))
            }
            _ = try? Period(text, in: zone)
            _ = EmailAddress.problem(in: text)
            _ = try? Base64.decode(text, atMost: 100)
        }
        #expect(read > 20)
    }

    private static let right = [
        "2026-12-01T10:00", "2026-12-01T10:00:05.25+03:00", "20261201T100000Z", "2026-12-01", "PT1H30M", "P1DT2H",
        "1h30m",
        "2026-12-01T10:00/PT2H", "2026-12-01T10:00/2026-12-02T10:00", "1234.50", "-0.001", "ivan@example.com",
        "\"a b\"@[192.0.2.1]",
    ]

    /// A right text with a character too many, or another one.
    private static func slip(_ text: String, _ random: inout Seeded) -> String {
        var scalars = Array(text.unicodeScalars)
        let other = random.pick(Array("0123456789-+:.TZPDHMSW/e@ \u{0}я".unicodeScalars))
        let place = random.number(0...scalars.count - 1)
        if random.once(in: 2) { scalars[place] = other } else { scalars.insert(other, at: place) }
        return scalars.map(String.init).joined()
    }

    @Test func `SMTP replies`() {
        let pieces = [
            "2", "5", "50", "250", "550", "-", " ", "5.1.1", "4.2.1 ", "2.0.0", ".", "OK", "999", "\u{0}", "\t",
        ]
        var random = Fuzz.random()
        var replies = 0
        for _ in 0..<Fuzz.rounds(60) {
            var parser = SMTPReplyParser()
            for _ in 0..<random.number(1...200) {
                let line =
                    random.once(in: 3) ? random.bytes(0...600) : Array(Chance.text(0...6, of: [pieces], &random).utf8)
                guard let reply = try? parser.add(random.once(in: 2) ? Array("250-".utf8) + line : line) else {
                    continue
                }
                replies += 1
                #expect((100...599).contains(reply.code), Fuzz.note(line))
                #expect(reply.text.count <= SMTPReplyParser.textLimit, Fuzz.note(line))
                #expect(!reply.text.unicodeScalars.contains { $0.value < 0x20 }, Fuzz.note(line))
            }
        }
        #expect(replies > 0)
    }
}
