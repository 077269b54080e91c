import Attributes
import Connecting
import Diagnostics
import Spool

/// Reads a call's query; everything wrong with it is told at once.
struct Query {
    private var values: [String: String] = [:]
    private var flaws: [Problem.Flaw] = []

    /// Takes the parameters that the operation declares; others are flaws.
    init(_ call: Call) {
        let known = call.operation.parameters.filter { $0.place == .query }.map(\.name)
        for parameter in call.target.query {
            if !known.contains(parameter.name) {
                flaws.append(
                    Problem.Flaw(
                        pointer: "", parameter: Visible.shortened(parameter.name, to: 60),
                        expected: known.isEmpty ? "no parameters" : "one of \(known.joined(separator: ", "))",
                        found: "'\(Visible.shortened(parameter.name, to: 60))'",
                        help: Suggestion.help(for: parameter.name, among: known)))
            } else if values.updateValue(parameter.value, forKey: parameter.name) != nil {
                refuse(parameter.name, expected: "one value", found: "several")
            }
        }
    }

    private func text(_ name: String) -> String? { values[name] }

    mutating func shortText(_ name: String) -> String? {
        guard let text = text(name) else { return nil }
        let count = text.unicodeScalars.count
        if count <= 255, !text.utf8.contains(0) { return text }
        refuse(name, expected: "at most 255 characters, and no zero byte", found: "\(count) characters")
        return nil
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>, default fallback: Int) -> Int {
        guard let text = text(name) else { return fallback }
        if let number = Int(text), range.contains(number) { return number }
        refuse(name, expected: "a number from \(range.lowerBound) to \(range.upperBound)", found: shown(text))
        return fallback
    }

    mutating func duration(_ name: String, atMost limit: Duration) -> Duration? {
        guard let text = text(name) else { return nil }
        if let duration = try? Duration(reading: text), duration <= limit { return duration }
        refuse(
            name, expected: "a duration such as 10s, at most \(Int(limit / .seconds(1)))s", found: shown(text))
        return nil
    }

    /// A time, or how long ago it was.
    mutating func time(_ name: String) -> Instant? {
        guard let text = text(name) else { return nil }
        if let instant = try? Instant(text, in: .utc) { return instant }
        if let duration = try? Duration(reading: text) { return Instant.now + (.zero - duration) }
        refuse(name, expected: "a time such as 2026-12-01T10:00:00Z, or how long ago, such as 2h", found: shown(text))
        return nil
    }

    mutating func id(_ name: String) -> UUIDv7? {
        guard let text = text(name) else { return nil }
        if let id = UUIDv7(text) { return id }
        refuse(name, expected: "an id such as 0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e", found: shown(text))
        return nil
    }

    /// One or more of a set's words, separated by commas.
    mutating func words<Word: RawRepresentable<String> & CaseIterable & Hashable>(
        _ name: String, _ type: Word.Type
    ) -> Set<Word>? {
        guard let text = text(name) else { return nil }
        let all = Word.allCases.map(\.rawValue)
        var words: Set<Word> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let word = Word(rawValue: String(part)) else {
                refuse(
                    name, expected: "some of \(all.joined(separator: ", "))", found: shown(String(part)),
                    help: Suggestion.help(for: String(part), among: all))
                continue
            }
            words.insert(word)
        }
        return words.isEmpty ? nil : words
    }

    mutating func flag(_ name: String) -> Bool? {
        guard let text = text(name) else { return nil }
        if let flag = Bool(text) { return flag }
        refuse(name, expected: "true or false", found: shown(text))
        return nil
    }

    /// `order`, `limit` and `cursor`.
    mutating func page() -> Page {
        let order = words("order", Page.Order.self)
        let limit = integer("limit", in: 1...500, default: 50)
        let cursor = id("cursor")
        if let order, order.count > 1 { refuse("order", expected: "newest or oldest", found: "both") }
        return Page(order?.first ?? .newest, limit: limit, behind: cursor)
    }

    mutating func refuse(_ name: String, expected: String, found: String, help: String? = nil) {
        flaws.append(Problem.Flaw(pointer: "", parameter: name, expected: expected, found: found, help: help))
    }

    /// - Throws: All that was wrong.
    func finish() throws(Problem) {
        if !flaws.isEmpty { throw .parameters(flaws) }
    }

    private func shown(_ text: String) -> String { "'\(Visible.shortened(text, to: 60))'" }
}
