import Attributes
import Diagnostics

/// A path to a value of a message that came in: `From.Address`, `To[0].Name`, `Headers.X-Order`.
///
/// Through a list it leads to the values of all its items: `To.Address`.
struct ArrivalPath: Sendable {
    struct Problem: Error {
        var words: String
        var help: String
    }

    private enum Step: Sendable {
        case name(String)
        case index(Int)
        /// The values of the header fields with that name, in any case.
        case header(String)
    }

    static let subject = ArrivalPath(
        text: "Subject", steps: [.name("Subject")], type: .string, isArray: false, isOptional: true)

    let text: String
    private let steps: [Step]
    let type: AttributeType
    /// Whether it leads to any number of values.
    let isArray: Bool
    /// Whether a letter may have nothing there.
    let isOptional: Bool

    private init(text: String, steps: [Step], type: AttributeType, isArray: Bool, isOptional: Bool) {
        self.text = text
        self.steps = steps
        self.type = type
        self.isArray = isArray
        self.isOptional = isOptional
    }

    /// Follows a path through the attributes.
    init(_ text: String, in schema: Schema) throws(Problem) {
        var steps: [Step] = []
        var type = AttributeType.object(schema)
        var isArray = false
        // A list whose items a name leads into.
        var isSpread = false
        var isOptional = false
        var rest = text[...]
        while !rest.isEmpty {
            let end = rest.firstIndex { $0 == "." || $0 == "[" } ?? rest.endIndex
            let name = String(rest[..<end])
            if !steps.isEmpty, isArray { (isArray, isSpread) = (false, true) }
            guard let fields = type.fields else {
                throw Problem(words: "'\(text)' goes on where there are no fields", help: "leave out '.\(name)'")
            }
            guard let attribute = fields[name] else {
                throw Problem(
                    words: steps.isEmpty
                        ? "there is no attribute '\(name)'" : "there is no field '\(name)' in '\(text)'",
                    help: Suggestion.help(for: name, among: fields.names)
                        ?? "\(steps.isEmpty ? "there are" : "its fields are") \(fields.names.joined(separator: ", "))")
            }
            steps.append(.name(name))
            (type, isArray) = (attribute.type, attribute.isArray)
            isOptional = isOptional || !attribute.isRequired
            rest = rest[end...]
            if name == "Headers", steps.count == 1, rest.first == "." {
                try Self.readHeader(rest.dropFirst(), of: text, into: &steps)
                (type, isSpread) = (.string, true)
                isArray = false
                break
            }
            if rest.first == "[" {
                guard let close = rest.firstIndex(of: "]"),
                    let index = Int(rest[rest.index(after: rest.startIndex)..<close]),
                    index >= 0, isArray
                else {
                    throw Problem(
                        words: "'\(text)' asks for an item of what is no list, or not by its number",
                        help: "items have numbers from 0: To[0].Address")
                }
                steps.append(.index(index))
                isArray = false
                rest = rest[rest.index(after: close)...]
            }
            if rest.first == "." {
                rest = rest.dropFirst()
                if rest.isEmpty { throw Self.unfinished(text) }
            } else if !rest.isEmpty {
                throw Self.unfinished(text)
            }
        }
        guard !steps.isEmpty else { throw Self.unfinished(text) }
        self.init(text: text, steps: steps, type: type, isArray: isArray || isSpread, isOptional: isOptional)
    }

    private static func readHeader(
        _ name: Substring, of text: String, into steps: inout [Step]
    ) throws(Problem) {
        // RFC 5322 §3.6.8: printable US-ASCII without the colon.
        guard !name.isEmpty, name.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: ":") }) else {
            throw Problem(words: "'\(text)' names no header field", help: "write it as Headers.X-Order")
        }
        steps.append(.header(name.lowercased()))
    }

    private static func unfinished(_ text: String) -> Problem {
        Problem(words: "'\(text)' is no path", help: "write it as Subject, From.Address, To[0].Name or Headers.X-Order")
    }

    /// What it leads to, lists taken apart, without what is not there.
    func values(in message: JSON) -> [JSON] {
        var found = [message]
        for step in steps {
            switch step {
            case .name(let name): found = found.flatMap(\.items).compactMap { $0[name] }
            case .index(let index): found = found.compactMap { $0.item(index) }
            case .header(let name):
                found = found.flatMap(\.items).filter { $0["Name"]?.text?.lowercased() == name }
                    .compactMap { $0["Value"] }
            }
        }
        return found.flatMap(\.items).filter { $0 != .null }
    }

    /// The same as texts, without blank ones.
    func texts(in message: JSON) -> [String] { values(in: message).map(\.asText).filter { !$0.isEmpty } }
}

extension JSON {
    /// The items of a list; what is no list is its own only item.
    fileprivate var items: [JSON] { if case .array(let items) = self { items } else { [self] } }

    fileprivate func item(_ index: Int) -> JSON? {
        guard case .array(let items) = self, items.indices.contains(index) else { return nil }
        return items[index]
    }

    /// A text as it is, a number as it is written, a person's address.
    fileprivate var asText: String {
        switch self {
        case .string(let text): text
        case .number(let text): text
        case .bool(let flag): String(flag)
        case .null, .array: ""
        case .object: self["Address"]?.text ?? self["Value"]?.text ?? self["Name"]?.text ?? printed()
        }
    }
}
