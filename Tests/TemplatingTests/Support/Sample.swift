import Attributes
import Diagnostics
import Templating

/// The route that most tests write their templates for, and a submission to it.
enum Sample {
    static let order = Schema([
        Attribute("Number", .string, isRequired: true), Attribute("Total", .number, isRequired: true),
        Attribute("Note", .string),
    ])

    static let schema = Schema([
        Attribute("Title", .string, isRequired: true, isNotEmpty: true),
        Attribute("Place", .string),
        Attribute("Start", .datetime, isRequired: true),
        Attribute("Count", .number, isRequired: true),
        Attribute("Done", .boolean, isRequired: true),
        Attribute("Length", .duration, isRequired: true),
        Attribute("Stay", .period, isRequired: true),
        Attribute("Client", .account, isRequired: true),
        Attribute("Participants", .account, isArray: true, isRequired: true),
        Attribute("Tags", .string, isArray: true, isRequired: true),
        Attribute("Order", .object(order), isRequired: true),
        Attribute("Orders", .object(order), isArray: true, isRequired: true),
        Attribute("Extra", .map, isRequired: true),
        Attribute("Agenda", .document),
        Attribute("Link", .string, isRequired: true),
        Attribute("Body", .string, isRequired: true),
        Attribute("Cc", .string),
    ])

    static let ivan = Account(id: "ivan", name: "Иван Петров", address: "ivan@example.com")
    static let eve = Account(name: "eve@example.com", address: "eve@example.com")
    /// 2026-12-01T10:00:05Z, a Tuesday.
    static let start = Instant(seconds: 1_796_119_205, nanoseconds: 70_000_000)

    static func record(_ changes: [String: Value] = [:]) -> Record {
        let order = Record(order, [.string("A-1"), .number(number("1234.5")), .nothing])
        let values: [String: Value] = [
            "Title": .string("Планёрка"), "Start": .datetime(start), "Count": .number(number("1234567.891")),
            "Done": .boolean(true), "Length": .duration(.seconds(5400)),
            "Stay": .period(Period(start: start, end: Instant(seconds: start.seconds + 3600))),
            "Client": .account(ivan), "Participants": .list([.account(ivan), .account(eve)]),
            "Tags": .list([.string("red"), .string("blue")]), "Order": .object(order),
            "Orders": .list([.object(order)]),
            "Extra": .map([Value.Entry(key: "k", value: "v")]), "Link": .string("https://example.com/?a=1&b=2"),
            "Body": .string("<p>Hi &amp; bye</p>"),
        ]
        return Record(schema, schema.names.map { changes[$0] ?? values[$0] ?? .nothing })
    }

    /// An order of the sample's schema.
    static func order(_ number: String, _ total: String, note: String? = nil) -> Value {
        .object(Record(order, [.string(number), .number(Self.number(total)), note.map { .string($0) } ?? .nothing]))
    }

    static func number(_ text: String) -> DecimalNumber {
        let isNegative = text.hasPrefix("-")
        let digits = text.utf8.filter { (0x30...0x39).contains($0) }.map { $0 - 0x30 }
        let scale = text.firstIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
        return DecimalNumber(isNegative: isNegative, digits: Array(digits.drop { $0 == 0 }), scale: scale)
    }

    static let russian = Writing(language: .russian, zone: .utc)
    static let american = Writing(language: .english, zone: .utc)
    static let british = Writing(language: LanguageTag(language: "en", region: "GB"), zone: .utc)

    static func read(_ text: String, in place: Place, for schema: Schema = schema) -> (Template?, [Diagnostic]) {
        var findings = Findings()
        let placed = PlacedText(whole: Source(path: "body.html", text: text))
        let template = Template.read(placed, in: place, for: schema, findings: &findings)
        return (template, findings.sorted)
    }

    static func read(
        mustache text: String, in place: Place, for schema: Schema = schema
    ) -> (Template?, [Diagnostic]) {
        var findings = Findings()
        let placed = PlacedText(whole: Source(path: "body.mustache", text: text))
        let template = Template.read(mustache: placed, in: place, for: schema, findings: &findings)
        return (template, findings.sorted)
    }

    /// The same for a Mustache text.
    static func fill(
        mustache text: String, in place: Place = .text, _ changes: [String: Value] = [:]
    ) -> String {
        let (template, findings) = read(mustache: text, in: place)
        guard let template, findings.isEmpty else { return said(findings) }
        return fill(template, changes)
    }

    /// The filled text, or what is wrong: with the template, else with the values.
    static func fill(
        _ text: String, in place: Place = .text, _ changes: [String: Value] = [:], as writing: Writing = russian
    ) -> String {
        let (template, findings) = read(text, in: place)
        guard let template, findings.isEmpty else { return said(findings) }
        return fill(template, changes, as: writing)
    }

    static func fill(_ template: Template, _ changes: [String: Value] = [:], as writing: Writing = russian) -> String {
        do throws(Mismatch) {
            return try template.text(record(changes), as: writing)
        } catch {
            return "\(error.pointer): expected \(error.expected), found \(error.found)"
        }
    }

    /// Diagnostics as one line each: the place, the words that are underlined, the sentence and the remedy.
    static func said(_ findings: [Diagnostic]) -> String {
        findings.map { finding in
            let severity = finding.severity == .warning ? "warning " : ""
            return "\(severity)\(finding.code.rawValue) [\(underlined(finding))]: \(finding.message)"
                + (finding.help.map { " (\($0))" } ?? "")
        }.joined(separator: "\n")
    }

    static func underlined(_ finding: Diagnostic) -> String {
        guard let span = finding.span, let excerpt = finding.excerpt else { return "" }
        let line = excerpt.unicodeScalars.dropFirst(span.start.column - 1)
        let length = span.end.line == span.start.line ? span.end.column - span.start.column : line.count
        return String(String.UnicodeScalarView(line.prefix(length)))
    }
}
