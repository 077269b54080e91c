import FoundationEssentials

/// JSON as Foundation reads it: independent of the program's own writer.
@dynamicMemberLookup
enum ParsedJSON: Hashable, Sendable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([ParsedJSON])
    case object([String: ParsedJSON])

    private struct NotJSON: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws {
        do {
            self = try JSONDecoder().decode(ParsedJSON.self, from: Data(text.utf8))
        } catch {
            throw NotJSON(description: "this is not JSON (\(error)): \(text)")
        }
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let items = try? value.decode([ParsedJSON].self) {
            self = .list(items)
        } else {
            self = .object(try value.decode([String: ParsedJSON].self))
        }
    }

    /// `.null` where there is no such member.
    subscript(dynamicMember name: String) -> ParsedJSON { self[name] }

    subscript(_ name: String) -> ParsedJSON {
        if case .object(let members) = self { members[name] ?? .null } else { .null }
    }

    subscript(_ position: Int) -> ParsedJSON {
        if case .list(let items) = self, items.indices.contains(position) { items[position] } else { .null }
    }

    /// Its members' names, sorted.
    var keys: [String] {
        if case .object(let members) = self { members.keys.sorted() } else { [] }
    }

    var items: [ParsedJSON] {
        if case .list(let items) = self { items } else { [] }
    }

    var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    var number: Double? {
        if case .number(let number) = self { number } else { nil }
    }
}

extension ParsedJSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral
{
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(arrayLiteral elements: ParsedJSON...) { self = .list(elements) }
}
