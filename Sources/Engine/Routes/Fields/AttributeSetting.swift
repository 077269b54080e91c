import Attributes
import Diagnostics
import Settings

extension Diagnostic.Code {
    static let badAttribute = Self(rawValue: "bad-attribute")
}

/// `attributes:` or `fields:`: names with their types.
struct SchemaSetting: SettingValue {
    var schema: Schema
    /// Where each name stands.
    var names: [String: Scalar]

    static var form: Form { .keyed(.oneOf([.choice(AttributeType.words), .group(AttributeSetting.shape)])) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        read(node, &reader, isFields: false)
    }

    fileprivate static func read(_ node: Node, _ reader: inout Reader, isFields: Bool) -> Self? {
        guard let pairs = reader.pairs(of: node, called: "a mapping of names and types") else { return nil }
        var attributes: [Attribute] = []
        var names: [String: Scalar] = [:]
        for pair in pairs {
            guard isName(pair.key.text) else {
                reader.findings.report(
                    Diagnostic(
                        .error, .badName, at: pair.key.span, in: node.source,
                        "'\(pair.key.text)' can't be the name of an attribute",
                        help: "use letters, digits and '_', beginning with a letter; 'title:' may hold any words"))
                continue
            }
            if let attribute = AttributeSetting.read(pair.value, named: pair.key.text, isFields: isFields, &reader) {
                attributes.append(attribute)
                names[attribute.name] = pair.key
            }
        }
        return Self(schema: Schema(attributes), names: names)
    }

    /// Names are what a path in a template can hold.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.utf8.count <= 100 else {
            return false
        }
        return text.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    }
}

/// `{type: string, title: Тема, required: true}`, or the type alone.
enum AttributeSetting {
    private static let type = Field<TypeWord>("type", "One of \(AttributeType.words.joined(separator: ", "))")
    private static let title = Field<String?>("title", "What people call it", default: nil)
    private static let required = Field<Bool?>("required", "Must be present and not null", default: nil, shown: "false")
    private static let notEmpty = Field<Bool>("not-empty", "Must not be \"\", [] or {}", default: false, shown: "false")
    private static let array = Field<Bool>("array", "A list of such values", default: false, shown: "false")
    private static let fields = Field<FieldsSetting?>("fields", "The fields of an object", default: nil)
    static let shape = Shape("an attribute", [type, title, required, notEmpty, array, fields])

    fileprivate struct FieldsSetting: SettingValue {
        var schema: Schema

        // Not recursive, since a form is a value: a schema says "any keys" here.
        static var form: Form { .keyed(.anything) }

        static func read(_ node: Node, _ reader: inout Reader) -> Self? {
            SchemaSetting.read(node, &reader, isFields: true).map { Self(schema: $0.schema) }
        }
    }

    static func read(_ node: Node, named name: String, isFields: Bool, _ reader: inout Reader) -> Attribute? {
        if node.scalar != nil {
            return TypeWord.read(node, &reader).flatMap { word in
                guard word.text != "object" else { return missingFields(node, &reader) }
                return AttributeType(word: word.text).map { Attribute(name, $0, isRequired: isFields) }
            }
        }
        guard let reading = shape.read(node, &reader), let word = reading.find(type) else { return nil }
        let declared = reading.find(fields) ?? nil
        let kind: AttributeType
        if word.text == "object" {
            guard let declared, !declared.schema.attributes.isEmpty else { return missingFields(node, &reader) }
            kind = .object(declared.schema)
        } else {
            guard let plain = AttributeType(word: word.text) else { return nil }
            if let place = reading.node(of: fields) {
                reader.report(place, .badAttribute, "only an object has fields", help: "write 'type: object'") as Void?
            }
            kind = plain
        }
        return Attribute(
            name, kind, title: reading.find(title) ?? nil, isArray: reading.find(array) ?? false,
            isRequired: (reading.find(required) ?? nil) ?? isFields, isNotEmpty: reading.find(notEmpty) ?? false)
    }

    private static func missingFields(_ node: Node, _ reader: inout Reader) -> Attribute? {
        reader.report(
            node, .badAttribute, "an object needs its fields", help: "write: {type: object, fields: {Number: string}}")
    }
}

/// The word for a type.
struct TypeWord: SettingValue {
    var text: String

    static var form: Form { .choice(AttributeType.words) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a type such as string") else { return nil }
        if AttributeType.words.contains(text) { return Self(text: text) }
        return reader.report(
            node, .unknownValue, "'\(text)' is not a type",
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
