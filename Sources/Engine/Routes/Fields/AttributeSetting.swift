import Attributes
import Diagnostics
import Settings

extension Diagnostic.Code {
    static let badAttribute = Self(rawValue: "bad-attribute")
}

/// `{type: string, title: Тема, required: true}`, or the type alone.
enum AttributeSetting {
    private static let type = Field<TypeWord>("type", "One of \(AttributeType.words.joined(separator: ", "))")
    private static let title = Field<String?>("title", "What people call it", default: nil)
    private static let required = Field<Bool?>("required", "Must be present and not null", default: nil, shown: "false")
    private static let notEmpty = Field<Bool>("not-empty", "Must not be \"\", [] or {}", default: false, shown: "false")
    private static let array = Field<Bool>("array", "A list of such values", default: false, shown: "false")
    private static let fields = Field<FieldsSetting?>("fields", "The fields of an object", default: nil)
    static let declared: [any FieldDeclaration] = [type, title, required, notEmpty, array, fields]
    static let shape = Shape("an attribute", declared)

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
        guard let reading = shape.read(node, &reader) else { return nil }
        return read(reading, named: name, isFields: isFields, &reader)
    }

    /// What the keys of a mapping declare, which may have more of them.
    static func read(_ reading: Reading, named name: String, isFields: Bool, _ reader: inout Reader) -> Attribute? {
        let node = reading.node
        guard let word = reading.find(type) else { return nil }
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
