package import Attributes

extension Shape {
    /// A JSON Schema (2020-12) of such a mapping, for editors.
    package var jsonSchema: JSON {
        let required = fields.filter(\.isRequired).map { JSON.string($0.name) }
        var members: [JSON.Member] = [
            .init(name: "type", value: "object"), .init(name: "additionalProperties", value: false),
            .init(
                name: "properties",
                value: .object(fields.map { .init(name: $0.name, value: $0.form.jsonSchema(describing: $0)) })),
        ]
        if !required.isEmpty { members.append(.init(name: "required", value: .array(required))) }
        let choices = fields.compactMap { field in
            field.alternative.map { other -> JSON in
                ["anyOf": [["required": [.string(field.name)]], ["required": [.string(other.name)]]]]
            }
        }
        if !choices.isEmpty { members.append(.init(name: "allOf", value: .array(choices))) }
        return .object(members)
    }
}

extension Form {
    /// What a value may be that comes from outside.
    private static let substitution = #"\$\{(env|file):"#

    fileprivate func jsonSchema(describing field: any FieldDeclaration) -> JSON {
        guard case .object(let members) = jsonSchema else { return jsonSchema }
        var words = field.doc
        if let fallback = field.fallbackText { words += " (default: \(fallback))" }
        return .object([.init(name: "description", value: .string(words))] + members)
    }

    /// An editor has YAML's own idea of types: a text may look like a number to it, and a number may come from outside.
    private var jsonSchema: JSON {
        switch self {
        case .text: return ["type": ["string", "number", "boolean"]]
        case .integer(let range):
            var members: [JSON.Member] = [
                .init(name: "type", value: ["integer", "string"]),
                .init(name: "pattern", value: .string("^[+-]?[0-9]+$|\(Self.substitution)")),
            ]
            if let range {
                members.append(.init(name: "minimum", value: .integer(range.lowerBound)))
                if range.upperBound < .max { members.append(.init(name: "maximum", value: .integer(range.upperBound))) }
            }
            return .object(members)
        case .boolean:
            return ["type": ["boolean", "string"], "pattern": .string("^(true|false)$|\(Self.substitution)")]
        case .choice(let words):
            return [
                "anyOf": [
                    ["enum": .array(words.map { .string($0) })],
                    ["type": "string", "pattern": .string(Self.substitution)],
                ]
            ]
        case .pattern(let pattern):
            return ["type": "string", "pattern": .string("\(pattern)|\(Self.substitution)")]
        case .list(let item): return ["type": "array", "items": item.jsonSchema]
        case .oneOf(let forms): return ["anyOf": .array(forms.map(\.jsonSchema))]
        case .group(let shape): return shape.jsonSchema
        case .keyed(let value): return ["type": "object", "additionalProperties": value.jsonSchema]
        case .anything: return [:]
        }
    }
}
