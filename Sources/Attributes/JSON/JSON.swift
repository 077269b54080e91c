/// A JSON value that keeps what libraries lose: the order of keys, and every digit of a number.
package indirect enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it was written, by RFC 8259's grammar: `1.50`, `-2E+8`.
    case number(String)
    case string(String)
    case array([JSON])
    /// In the order in which they came; names differ.
    case object([Member])

    /// A name of an object with its value.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSON

        package init(name: String, value: JSON) {
            self.name = name
            self.value = value
        }
    }

    package static func integer(_ value: some BinaryInteger) -> JSON { .number(String(value)) }

    /// The member of an object, or `nil`; also for what is no object.
    package subscript(name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a string, or `nil`.
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int) { self = .integer(value) }
}

extension JSON: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(arrayLiteral elements: JSON...) { self = .array(elements) }

    /// An object with its members in the order of the literal: `["code": "data", "help": .null]`.
    package init(dictionaryLiteral elements: (String, JSON)...) {
        self = .object(elements.map { Member(name: $0.0, value: $0.1) })
    }
}
