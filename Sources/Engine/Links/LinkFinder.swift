import Attributes
import Diagnostics
import Settings

/// Finds the business objects that a route's letters speak of.
struct LinkFinder: Sendable {
    private enum Source: Sendable {
        case none
        case table(LinkLookup)
        case connection(String, path: String?)
    }

    private struct Entry: Sendable {
        var rule: LinkRule
        var path: ArrivalPath
        var source: Source
    }

    private let entries: [Entry]

    static let none = LinkFinder(entries: [])
    /// What rules of a send route may look at.
    static let outgoing = Schema(
        ArrivalSchema.builtIn.filter {
            ["From", "To", "Cc", "Bcc", "ReplyTo", "Subject", "TextBody", "HtmlBody", "Headers"].contains($0.name)
        })

    private init(entries: [Entry]) {
        self.entries = entries
    }

    /// Reads the rules' paths and tables; what hinders is reported at the rule.
    ///
    /// - Parameters:
    ///   - rules: In their order.
    ///   - schema: What they may look at.
    ///   - folder: What tables are relative to.
    ///   - findings: Where all that is wrong goes.
    ///   - canBeAsked: Reports a connection that can't be, and says whether it can.
    init(
        _ rules: [LinkRule], for schema: Schema, in folder: WorkspaceFolder, _ findings: inout Findings,
        canBeAsked: (PlacedText, inout Findings) -> Bool
    ) {
        var entries: [Entry] = []
        for rule in rules {
            guard let path = Self.path(of: rule, in: schema, &findings) else { continue }
            switch rule.source {
            case nil: entries.append(Entry(rule: rule, path: path, source: .none))
            case .connection(let name, let place)?:
                guard canBeAsked(name, &findings) else { continue }
                entries.append(Entry(rule: rule, path: path, source: .connection(name.text, path: place?.text)))
            case .table(let file)?:
                let lookup = LinkLookup(path: folder.resolve(file.text), key: rule.key)
                if let problem = lookup.problem {
                    findings.report(
                        Diagnostic(
                            .error, .fileMissing, at: rule.node.span, in: rule.node.source,
                            "the table '\(file.text)' \(problem.words)", help: problem.help))
                }
                entries.append(Entry(rule: rule, path: path, source: .table(lookup)))
            }
        }
        self.entries = entries
        for (number, rule) in rules.enumerated() where rules[..<number].contains(where: { $0.name == rule.name }) {
            findings.report(
                Diagnostic(
                    .error, .duplicateName, at: rule.node["name"]?.span ?? rule.node.span, in: rule.node.source,
                    "another rule is called '\(rule.name)'", help: "give each a name of its own"))
        }
        warnOfOverlaps(&findings)
    }

    private static func path(of rule: LinkRule, in schema: Schema, _ findings: inout Findings) -> ArrivalPath? {
        guard let from = rule.from else { return .subject }
        do throws(ArrivalPath.Problem) {
            return try ArrivalPath(from.text, in: schema)
        } catch {
            findings.report(Diagnostic(.error, .badPath, in: from, nil, error.words, help: error.help))
            return nil
        }
    }

    /// Two rules that find the same text make two links of one mention.
    private func warnOfOverlaps(_ findings: inout Findings) {
        for (number, later) in entries.enumerated() {
            for earlier in entries[..<number] where earlier.rule.object == later.rule.object {
                guard earlier.path.text == later.path.text,
                    let text = earlier.rule.pattern.overlap(with: later.rule.pattern)
                else { continue }
                findings.report(
                    Diagnostic(
                        .warning, .overlappingRules, in: later.rule.match, nil,
                        "the rules '\(earlier.rule.name)' and '\(later.rule.name)' both find an object '\(later.rule.object)' in '\(text)'",
                        help: "make one rule of them, or narrow one down: \\b at its ends keeps it to whole words"))
            }
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    /// Whether there are rules that ask a connection.
    var asks: Bool {
        entries.contains { entry in if case .connection = entry.source { true } else { false } }
    }

    /// What the rules want to know from connections.
    func questions(_ texts: (ArrivalPath) -> [String]) -> [LinkQuestion] {
        var questions: [LinkQuestion] = []
        for entry in entries {
            guard case .connection = entry.source else { continue }
            for key in Self.keys(entry, texts) {
                if let question = Self.question(entry, key), !questions.contains(question) {
                    questions.append(question)
                }
            }
        }
        return questions
    }

    /// What the texts speak of, given what connections answered and what stands where a rule looks.
    ///
    /// In the order of the rules, then of the text; the same object once.
    func links(isKnown: (LinkQuestion) -> Bool? = { _ in nil }, _ texts: (ArrivalPath) -> [String]) -> [Link] {
        var links: [Link] = []
        for entry in entries {
            let rule = entry.rule
            for key in Self.keys(entry, texts) {
                guard !links.contains(where: { $0.object == rule.object && $0.key == rule.key && $0.value == key })
                else {
                    continue
                }
                let known: Bool? =
                    switch entry.source {
                    case .none: nil
                    case .table(let lookup): lookup.has(key)
                    case .connection: Self.question(entry, key).flatMap(isKnown)
                    }
                links.append(
                    Link(
                        rule: rule.name, object: rule.object, key: rule.key, value: key, isKnown: known,
                        settles: rule.settles))
            }
        }
        return links
    }

    private static func question(_ entry: Entry, _ key: String) -> LinkQuestion? {
        guard case .connection(let name, let path) = entry.source else { return nil }
        let place = path?.replacing("<Key>", with: URLText.encoded(key)).replacing("{Key}", with: URLText.encoded(key))
        return LinkQuestion(
            connection: name, path: place, object: entry.rule.object, key: entry.rule.key, value: key)
    }

    /// A letter that names thousands of objects is a list of them, and speaks of none.
    private static let mostKeys = 100

    private static func keys(_ entry: Entry, _ texts: (ArrivalPath) -> [String]) -> [String] {
        var keys: [String] = []
        for text in texts(entry.path) {
            for key in entry.rule.pattern.keys(in: text) where !keys.contains(key) {
                keys.append(key)
                if keys.count == mostKeys { return keys }
            }
        }
        return keys
    }
}
