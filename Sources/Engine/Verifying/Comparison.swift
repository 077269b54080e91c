import Attributes

/// Compares what a letter is with what a test expects.
struct Comparison {
    private(set) var differences: [Difference] = []

    mutating func compare(_ found: JSON?, with expectation: Expected, at place: String) {
        switch expectation {
        case .text(let text):
            let seen = Self.text(of: found)
            if !Self.isSame(text, found, seen) { report(place, text, seen) }
        case .time(let text):
            let seen = Self.text(of: found)
            if !Self.isSameTime(text, seen) { report(place, text, seen) }
        case .contains(let words):
            let seen = Self.text(of: found)
            for word in words where !Self.spaced(seen).contains(Self.spaced(word)) { report(place, "…\(word)…", seen) }
        case .lacks(let words):
            let seen = Self.text(of: found)
            for word in words where Self.spaced(seen).contains(Self.spaced(word)) {
                report(place, "nothing like '\(word)'", seen)
            }
        case .list(let items): compare(found, with: items, at: place)
        case .fields(let fields):
            for field in fields {
                let name = place.isEmpty ? field.name : "\(place).\(field.name)"
                compare(found?[field.name], with: field.expectation, at: name)
            }
        case .headers(let headers):
            for header in headers {
                // Field names are the same in upper and lower case.
                let name = found?.names.first { $0.lowercased() == header.name.lowercased() } ?? header.name
                compare(found?[name], with: header.expectation, at: "\(place).\(header.name)")
            }
        }
    }

    private mutating func compare(_ found: JSON?, with items: [Expected], at place: String) {
        guard case .array(let values)? = found else {
            // A header's value is one text, whatever it was joined of.
            return report(place, "a list", Self.text(of: found))
        }
        guard values.count == items.count else {
            return report(
                place, items.isEmpty ? "none" : "\(items.count) of them",
                values.isEmpty ? "none" : values.map { Self.text(of: $0) }.joined(separator: ", "))
        }
        for (position, item) in items.enumerated() {
            compare(values[position], with: item, at: "\(place)[\(position)]")
        }
    }

    private mutating func report(_ place: String, _ expected: String, _ found: String) {
        differences.append(
            Difference(place: place, expected: expected.isEmpty ? "nothing" : expected, found: found))
    }

    /// A mailbox is known by its address, a file by its name, a link by its value.
    private static func text(of json: JSON?) -> String {
        switch json {
        case nil, .null?: "nothing"
        case .string(let text)?: text
        case .number(let text)?: text
        case .bool(let flag)?: String(flag)
        case .array(let items)?: items.map { text(of: $0) }.joined(separator: ", ")
        case .object?: json?.known ?? json?.printed() ?? ""
        }
    }

    /// Numbers are grouped by spaces that do not break the line; who writes a test types plain ones.
    private static func spaced(_ text: String) -> String {
        text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ").replacing("\r\n", with: "\n")
    }

    /// The same without the line ends behind it: a block in YAML has one, a text in quotes has none.
    private static func trimmed(_ text: String) -> Substring {
        var trimmed = spaced(text)[...]
        while trimmed.last == "\n" { trimmed.removeLast() }
        return trimmed
    }

    private static func isSame(_ expected: String, _ found: JSON?, _ seen: String) -> Bool {
        if expected.isEmpty, found == nil || found == .null { return true }
        if found != nil, found != .null, trimmed(expected) == trimmed(seen) { return true }
        // A mailbox with its name, as a letter shows it.
        guard let address = (found?["address"] ?? found?["Address"])?.text,
            let name = (found?["name"] ?? found?["Name"])?.text
        else { return false }
        return expected == "\(name) <\(address)>"
    }

    /// Times are the same when the instants are, whatever offset they are written with; without one it is the letter's own.
    private static func isSameTime(_ expected: String, _ seen: String) -> Bool {
        let found = localPart(of: expected) == nil ? localPart(of: seen) ?? seen : seen
        guard let here = try? Instant(expected, in: .utc), let there = try? Instant(found, in: .utc) else {
            return expected == seen
        }
        return here == there
    }

    /// `2026-12-01T10:00` of `2026-12-01T10:00+03:00`; `nil` when there is no offset.
    private static func localPart(of text: String) -> String? {
        guard let time = text.firstIndex(of: "T"), let offset = text[time...].firstIndex(where: { "Z+-".contains($0) })
        else { return nil }
        return String(text[..<offset])
    }
}

extension JSON {
    /// What an object is known by.
    fileprivate var known: String? {
        if let suffix = self["Extension"]?.text { return (self["Name"]?.text ?? "") + suffix }
        return ["address", "Address", "value", "name", "Name"].lazy.compactMap { self[$0]?.text }.first
    }

    fileprivate var names: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
}
