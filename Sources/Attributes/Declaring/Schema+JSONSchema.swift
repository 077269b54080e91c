extension Schema {
    /// The declaration as JSON Schema 2020-12, for editors and callers; the check itself knows more.
    package var jsonSchema: JSON {
        var members: [JSON.Member] = [
            .init(name: "type", value: "object"),
            .init(
                name: "properties",
                value: .object(attributes.map { JSON.Member(name: $0.name, value: $0.jsonSchema) })),
        ]
        let required = attributes.filter(\.isRequired).map { JSON.string($0.name) }
        if !required.isEmpty { members.append(.init(name: "required", value: .array(required))) }
        members.append(.init(name: "additionalProperties", value: false))
        return .object(members)
    }
}

extension Attribute {
    fileprivate var jsonSchema: JSON {
        var members: [JSON.Member] = []
        if let title { members.append(.init(name: "title", value: .string(title))) }
        var item = type.jsonSchemaMembers
        if isArray {
            members += [.init(name: "type", value: "array"), .init(name: "items", value: .object(item))]
            if isNotEmpty { members.append(.init(name: "minItems", value: 1)) }
        } else {
            if isNotEmpty, type == .string { item.append(.init(name: "minLength", value: 1)) }
            if isNotEmpty, type == .map { item.append(.init(name: "minProperties", value: 1)) }
            members += item
        }
        // What is not required may be null.
        return isRequired ? .object(members) : ["anyOf": [.object(members), ["type": "null"]]]
    }
}

extension AttributeType {
    fileprivate var jsonSchemaMembers: [JSON.Member] {
        let schema: JSON =
            switch self {
            case .string: ["type": "string"]
            case .number: ["type": ["number", "string"]]
            case .boolean: ["type": "boolean"]
            case .datetime: ["type": "string", "description": "ISO 8601, such as 2026-12-01T10:00"]
            case .duration: ["type": "string", "description": "ISO 8601, or such as 1h30m"]
            case .period:
                [
                    "anyOf": [
                        ["type": "string", "description": "start/end or start/duration"],
                        Self.object(["start": Self.text, "end": Self.text], required: ["start", "end"]),
                    ]
                ]
            case .object(let fields): fields.jsonSchema
            case .map: ["type": "object", "additionalProperties": Self.text]
            case .account:
                [
                    "anyOf": [
                        ["type": "string", "description": "an account's id, or an e-mail address"],
                        Self.object(["Name": Self.text, "Address": Self.text], required: ["Address"]),
                    ]
                ]
            case .document:
                [
                    "anyOf": [
                        Self.object(
                            [
                                "Name": Self.text, "Extension": Self.text,
                                "Content": ["type": "string", "contentEncoding": "base64"],
                            ], required: ["Name", "Content"]),
                        Self.object(["Path": Self.text], required: ["Path"]),
                        ["type": "string", "description": "a file's path"],
                    ]
                ]
            }
        if case .object(let members) = schema { return members }
        return []
    }

    private static let text: JSON = ["type": "string"]

    private static func object(_ properties: JSON, required: JSON) -> JSON {
        ["type": "object", "properties": properties, "required": required, "additionalProperties": false]
    }
}
