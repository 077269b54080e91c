import Attributes
import Diagnostics
import Settings

/// The word for a type.
struct TypeWord: SettingValue {
    var text: String

    static var form: Form { .choice(AttributeType.words) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a type such as string") else { return nil }
        if AttributeType.words.contains(text) { return Self(text: text) }
        return reader.report(
            node, .unknownValue, "'\(node.written)' is not a type",
            help: Suggestion.help(for: text, among: AttributeType.words)
                ?? "the types are: \(AttributeType.words.joined(separator: ", "))")
    }
}

extension AttributeType {
    /// - Returns: `nil` for `object`, which needs its fields, and for what is no type.
    init?(word: String) {
        switch word {
        case "string": self = .string
        case "number": self = .number
        case "boolean": self = .boolean
        case "datetime": self = .datetime
        case "duration": self = .duration
        case "period": self = .period
        case "map": self = .map
        case "account": self = .account
        case "document": self = .document
        default: return nil
        }
    }
}
