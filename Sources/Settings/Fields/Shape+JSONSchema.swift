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
        return .object(members)
    }
}

extension Form {
    fileprivate func jsonSchema(describing field: any FieldDeclaration) -> JSON {
        guard case .object(let members) = jsonSchema else { return jsonSchema }
        var words = field.doc
        if let fallback = field.fallbackText { words += " (default: \(fallback))" }
        return .object([.init(name: "description", value: .string(words))] + members)
    }

    private var jsonSchema: JSON {
        switch self {
        case .text: ["type": ["string", "number", "boolean"]]
        case .integer(let range?):
            ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
        case .integer(nil): ["type": "integer"]
        case .boolean: ["type": "boolean"]
        case .choice(let words): ["enum": .array(words.map { .string($0) })]
        case .pattern(let pattern): ["type": "string", "pattern": .string(pattern)]
        case .list(let item): ["type": "array", "items": item.jsonSchema]
        case .oneOf(let forms): ["anyOf": .array(forms.map(\.jsonSchema))]
        case .group(let shape): shape.jsonSchema
        case .keyed(let value): ["type": "object", "additionalProperties": value.jsonSchema]
        case .anything: [:]
        }
    }
}
