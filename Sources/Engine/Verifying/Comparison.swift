import Attributes

/// Compares what a letter is with what a test expects.
struct Comparison {
    private(set) var differences: [Difference] = []

    mutating func compare(_ found: JSON?, with expectation: Expectation, at place: String) {
        switch expectation {
        case .text(let text):
            let seen = Self.text(of: found)
            if !Self.isSame(text, found, seen) { report(place, text, seen) }
        case .contains(let words):
            let seen = Self.text(of: found)
            for word in words where !Self.spaced(seen).contains(Self.spaced(word)) { report(place, "…\(word)…", seen) }
        case .lacks(let words):
            let seen = Self.text(of: found)
            for word in words where Self.spaced(seen).contains(Self.spaced(word)) {
                report(place, "nothing like '\(word)'", seen)
            }
        case .list(let items):
            guard case .array(let values)? = found else { return report(place, "a list", Self.text(of: found)) }
            guard values.count == items.count else {
                return report(
                    place, "\(items.count) of them",
                    values.isEmpty ? "none" : values.map { Self.text(of: $0) }.joined(separator: ", "))
            }
            for (position, item) in items.enumerated() {
                compare(values[position], with: item, at: "\(place)[\(position)]")
            }
        case .fields(let fields):
            for field in fields {
                compare(found?[field.name], with: field.1, at: place.isEmpty ? field.name : "\(place).\(field.name)")
            }
        }
    }

    private mutating func report(_ place: String, _ expected: String, _ found: String) {
        differences.append(Difference(place: place, expected: expected, found: found))
    }

    /// A mailbox is known by its address, a file by its name.
    private static func text(of json: JSON?) -> String {
        switch json {
        case nil, .null?: "nothing"
        case .string(let text)?: text
        case .number(let text)?: text
        case .bool(let flag)?: String(flag)
        case .array(let items)?: items.map { text(of: $0) }.joined(separator: ", ")
        case .object?: json?["address"]?.text ?? json?["name"]?.text ?? json?.printed() ?? ""
        }
    }

    /// Numbers are grouped by spaces that do not break the line; who writes a test types plain ones.
    private static func spaced(_ text: String) -> String {
        text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
    }

    private static func isSame(_ expected: String, _ found: JSON?, _ seen: String) -> Bool {
        if spaced(expected) == spaced(seen) || expected.isEmpty && (found == nil || found == .null) { return true }
        // A mailbox with its name, as a letter shows it.
        if let address = found?["address"]?.text, let name = found?["name"]?.text, expected == "\(name) <\(address)>" {
            return true
        }
        // Times are the same when the instants are, whatever offset they are written with.
        if let left = try? Instant(expected, in: .utc), let right = try? Instant(seen, in: .utc) {
            return left == right
        }
        return false
    }
}
