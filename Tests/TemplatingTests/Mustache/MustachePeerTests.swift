import Attributes
import Peers
import Templating
import Testing

/// The same text as chevron, an independent Mustache, for everything that both have.
@Suite struct MustachePeerTests {
    private static let item = Schema([
        Attribute("n", .string, isRequired: true), Attribute("f", .boolean, isRequired: true),
        Attribute("o", .string, isRequired: true),
        Attribute("t", .string, isArray: true, isRequired: true),
    ])
    private static let schema = Schema([
        Attribute("a", .object(item), isArray: true, isRequired: true), Attribute("b", .boolean, isRequired: true),
        Attribute("s", .string, isRequired: true), Attribute("t", .string, isArray: true, isRequired: true),
        Attribute("e", .object(item), isRequired: true), Attribute("w", .string, isRequired: true),
    ])

    private static func text(_ dice: inout Dice, mayBeBlank: Bool = false) -> Value {
        let least = mayBeBlank ? 0 : 1
        return .string(
            (0..<dice.number(least...3)).map { _ in dice.pick(["x", "<", "&", "\"", "ж", "\n", "{{s}}"]) }.joined())
    }

    private static func texts(_ dice: inout Dice) -> Value { .list((0..<dice.number(0...3)).map { _ in text(&dice) }) }

    private static func object(_ dice: inout Dice) -> Value {
        .object(
            Record(
                item, [text(&dice), .boolean(dice.number(0...1) == 0), text(&dice, mayBeBlank: true), texts(&dice)]))
    }

    private static func record(_ dice: inout Dice) -> Record {
        let objects = (0..<dice.number(0...3)).map { _ in object(&dice) }
        return Record(
            schema,
            [
                .list(objects), .boolean(dice.number(0...1) == 0), text(&dice), texts(&dice), object(&dice),
                text(&dice, mayBeBlank: true),
            ])
    }

    private static func json(_ value: Value) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .boolean(let answer): .bool(answer)
        case .list(let items): .array(items.map(json))
        case .object(let record): json(record)
        default: .null
        }
    }

    private static func json(_ record: Record) -> JSON {
        .object(zip(record.schema.names, record.values).map { JSON.Member(name: $0, value: json($1)) })
    }

    /// What is around a place in a random template.
    private struct Around {
        var depth = 0
        var isItem = false
        var isText = false
        var names: Set<String> = []
    }

    /// A template of tags, line ends and white space by chance; what stands in a section fits what it is at.
    private static func template(_ dice: inout Dice, in around: Around = Around()) -> String {
        var text = ""
        // QUIRK: chevron leaves tabs before a tag that stands alone, against the specification.
        let glue = ["", " ", "\n", "\r\n", "  ", "-", "\n\n", "x\n"]
        for _ in 0..<dice.number(0...5) {
            text += dice.pick(glue)
            switch dice.number(0...(around.depth < 3 ? 9 : 4)) {
            case 0: text += dice.pick(["{{s}}", "{{ s }}", "{{{s}}}", "{{&s}}", "{{& s }}", "{{e.n}}"])
            case 1 where around.isItem: text += dice.pick(["{{n}}", "{{{n}}}", "{{&n}}"])
            case 1 where around.isText: text += dice.pick(["{{.}}", "{{{.}}}", "{{ . }}"])
            case 2: text += dice.pick(["{{! comment }}", "{{!\n two\n lines }}", "{{!}}"])
            case 3: text += "{{=<% %>=}}" + dice.pick(glue) + "<%s%>" + dice.pick(glue) + "<%={{ }}=%>"
            case 4: text += dice.pick(["{ ", "}", "}}", "{ s }", "<b>", "&amp;"])
            case 5: text += section("#", around.isItem ? ["a"] : ["a", "e"], &dice, around) { $0.isItem = true }
            case 6: text += section("#", around.isItem ? ["f", "b"] : ["b"], &dice, around) { $0.isText = false }
            case 7: text += section("#", ["t"], &dice, around) { $0.isText = true }
            // QUIRK: chevron takes {{.}} in an inverted section for True.
            case 8: text += section("^", ["a", "b", "t", "w", "s"], &dice, around) { $0.isText = false }
            default: text += section("#", around.isItem ? ["o", "w"] : ["s", "w"], &dice, around) { $0.isText = true }
            }
        }
        return text + dice.pick(glue)
    }

    private static func section(
        _ sign: String, _ names: [String], _ dice: inout Dice, _ around: Around, _ change: (inout Around) -> Void
    ) -> String {
        let name = dice.pick(names)
        // QUIRK: chevron loses its way in sections of one name within each other.
        guard !around.names.contains(name) else { return "" }
        var inner = around
        inner.depth += 1
        inner.names.insert(name)
        change(&inner)
        return "{{\(sign)\(dice.pick(["", " "]))\(name)}}" + template(&dice, in: inner) + "{{/\(name)}}"
    }

    @Test(arguments: [Place.text, .html])
    func `random templates and data give what chevron gives`(_ place: Place) async throws {
        var dice = Dice(state: 2026)
        var lines = ""
        var ours: [(template: String, text: String)] = []
        while ours.count < 400 * Dice.effort {
            // QUIRK: chevron keeps white space behind a tag that ends the text on a line of its own.
            let text = Self.template(&dice) + "."
            let record = Self.record(&dice)
            let (template, findings) = Sample.read(mustache: text, in: place, for: Self.schema)
            // Each template is right; under HTML a raw value stands between tags, as these do.
            let read = try #require(template, "\(Sample.said(findings)) in \(text)")
            ours.append((text, try read.text(record, as: Sample.russian)))
            // In plain text nothing is escaped, which chevron says by another name for each tag.
            let theirs = place == .text ? Self.raw(text) : text
            lines +=
                JSON.object([
                    .init(name: "template", value: .string(theirs)), .init(name: "data", value: Self.json(record)),
                ]).printed() + "\n"
        }
        let output = try await Python.run("render_mustache.py", input: Array(lines.utf8))
        let theirs = try output.split(separator: UInt8(ascii: "\n")).map { try JSON.read(Array($0)).text }
        try #require(theirs.count == ours.count)
        for (mine, other) in zip(ours, theirs) { #expect(mine.text == other, "\(mine.template)") }
    }

    private static func raw(_ text: String) -> String {
        ["s", "n", ".", "e.n"].reduce(text) { text, name in
            text.replacing("{{\(name)}}", with: "{{&\(name)}}").replacing("{{ \(name) }}", with: "{{&\(name)}}")
                .replacing("<%\(name)%>", with: "<%&\(name)%>").replacing("{{{&\(name)}}}", with: "{{{\(name)}}}")
        }
    }
}
