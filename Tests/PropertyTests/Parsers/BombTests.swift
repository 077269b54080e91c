import Attributes
import Diagnostics
import Settings
import Templating
import Peers
import Testing

/// Small inputs that want to be large, and large ones: answered at once, in words.
@Suite struct BombTests {
    /// Generous: what hangs takes minutes, and what is right takes a fraction of a second even in a debug build.
    private static let patience = Duration.seconds(5)

    private static func complaint(about yaml: String) -> (String?, Duration) {
        var findings = Findings()
        let time = Work.measure { _ = YAMLReader.read(Source(path: "x.yaml", text: yaml), &findings) }
        return (findings.sorted.first?.message, time)
    }

    @Test func `a billion laughs are not laughed`() {
        var yaml = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
        for level in 1...30 {
            let items = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(items)]\n"
        }
        let (complaint, time) = Self.complaint(about: yaml)
        #expect(complaint == "the file holds more than 100000 values")
        #expect(time < Self.patience)
    }

    @Test func `fifty megabytes of YAML are refused for their size`() {
        let (complaint, time) = Self.complaint(about: String(repeating: "a: b\n", count: 10_000_000))
        #expect(complaint == "the file is larger than 4 MB")
        #expect(time < Self.patience)
    }

    @Test(arguments: ["[", "{a: ", "- ", "? ", "a:\n "])
    func `YAML of any depth is refused`(opening: String) {
        let (complaint, time) = Self.complaint(about: String(repeating: opening, count: 100_000))
        #expect(complaint != nil)
        #expect(time < Self.patience)
    }

    @Test(arguments: ["[", "{\"a\":"], [1000, 100_000])
    func `JSON of any depth is refused`(opening: String, depth: Int) {
        let time = Work.measure {
            #expect(throws: JSONError.self) { try JSON.read(String(repeating: opening, count: depth)) }
        }
        #expect(time < Self.patience)
    }

    /// Inputs that quadratic readers choke on: tenfold the length may cost some tens of times as much, not a hundred.
    static let shards = [
        "a: b\n", "- x\n", "'", "\"\\n", "a: [", "a: |\n  x\n  y\n", "#", "&a ", "\n\n", "a: 'b''c'\n",
        "k: \"\\u0041\\n\"\n", ": ", "\t",
    ]

    @Test(arguments: BombTests.shards)
    func `reading YAML costs as its length`(shard: String) {
        func work(_ size: Int) -> Duration {
            Self.complaint(about: String(repeating: shard, count: size / shard.utf8.count)).1
        }
        let (small, large) = (work(20_000), work(200_000))
        #expect(large < max(small * 40, .seconds(1)), "\(small) and \(large)")
    }

    @Test(arguments: ["key: |\n", "key: >\n", "key: \"", "key: '", "key: "])
    func `a long text in YAML costs as its length`(opening: String) {
        func work(_ size: Int) -> Duration {
            Self.complaint(about: opening + String(repeating: "  word it's \\\" x\n", count: size / 16)).1
        }
        let (small, large) = (work(20_000), work(200_000))
        #expect(large < max(small * 40, .seconds(1)), "\(small) and \(large)")
    }

    @Test(arguments: [
        "<p>", "<ul><li>", "<a href='x'>", "&amp;", "<", "<!--", "<pre>\n", "{", "\\", "<td>x", "<Title|", "x ",
    ])
    func `reading a template costs as its length`(shard: String) {
        let schema = Schema([Attribute("Title", .string, isRequired: true)])
        let record = Record(schema, [.string("x")])
        func work(_ size: Int) -> Duration {
            let source = Source(path: "x.html", text: String(repeating: shard, count: size / shard.utf8.count))
            return Work.measure {
                var findings = Findings()
                let template = Template.read(PlacedText(whole: source), in: .html, for: schema, findings: &findings)
                _ = try? template?.derivedText().text(record, as: Writing(language: .english, zone: .utc))
            }
        }
        let (small, large) = (work(5_000), work(50_000))
        #expect(large < max(small * 40, .seconds(1)), "\(small) and \(large)")
    }

    @Test func `checking many attributes costs as their number`() {
        func work(_ count: Int) -> Duration {
            let schema = Schema((0..<count).map { Attribute("A\($0)", .string) })
            let json = JSON.object((0..<count).map { .init(name: "B\($0)", value: "x") })
            return Work.measure { _ = schema.check(json, in: CheckingContext()) }
        }
        let (small, large) = (work(500), work(5000))
        #expect(large < max(small * 40, .seconds(1)), "\(small) and \(large)")
    }
}
