package import Attributes
package import Settings

/// As much of JSON Schema as ours use, for an editor's view of a YAML file.
package enum SchemaChecker {
    /// Whether a value is valid, keyword by keyword; an unknown keyword is a mistake of the test.
    package static func accepts(_ schema: JSON, _ value: JSON) throws -> Bool {
        guard case .object(let keywords) = schema else { return schema == .bool(true) }
        for keyword in keywords where try !accepts(keyword.name, keyword.value, value, schema) { return false }
        return true
    }

    private struct UnknownKeyword: Error { var name: String }

    private static func accepts(_ keyword: String, _ argument: JSON, _ value: JSON, _ schema: JSON) throws -> Bool {
        switch keyword {
        case "description", "title", "$schema": return true
        case "type":
            let types = argument.items ?? [argument]
            return types.contains { type(of: value).contains($0.text ?? "") }
        case "properties":
            return try value.members.allSatisfy { member in
                try argument[member.name].map { try accepts($0, member.value) } ?? true
            }
        case "additionalProperties":
            let known = schema["properties"]?.members.map(\.name) ?? []
            return try value.members.allSatisfy { try known.contains($0.name) || accepts(argument, $0.value) }
        case "required":
            return (argument.items ?? []).allSatisfy { name in value.members.contains { $0.name == name.text } }
        case "items": return try (value.items ?? []).allSatisfy { try accepts(argument, $0) }
        case "enum": return argument.items?.contains(value) ?? false
        case "const": return argument == value
        case "anyOf": return try argument.items?.contains { try accepts($0, value) } ?? false
        case "oneOf": return try argument.items?.count { try accepts($0, value) } == 1
        case "if":
            let branch = schema[try accepts(argument, value) ? "then" : "else"]
            return try branch.map { try accepts($0, value) } ?? true
        case "then", "else": return true
        case "pattern":
            guard case .string(let text) = value else { return true }
            return try text.contains(Regex(argument.text ?? ""))
        case "minimum": return number(value).map { $0 >= number(argument) ?? 0 } ?? true
        case "maximum": return number(value).map { $0 <= number(argument) ?? 0 } ?? true
        default: throw UnknownKeyword(name: keyword)
        }
    }

    private static func type(of value: JSON) -> [String] {
        switch value {
        case .null: ["null"]
        case .bool: ["boolean"]
        case .number(let text): text.contains(".") ? ["number"] : ["number", "integer"]
        case .string: ["string"]
        case .array: ["array"]
        case .object: ["object"]
        }
    }

    private static func number(_ value: JSON) -> Int? {
        if case .number(let text) = value { Int(text) } else { nil }
    }
}

extension JSON {
    /// A YAML value with the types that an editor gives it.
    package init(asEditorsSee node: Node) {
        switch node.content {
        case .scalar(let scalar) where scalar.style == .plain:
            switch scalar.text {
            case "", "~", "null": self = .null
            case "true": self = .bool(true)
            case "false": self = .bool(false)
            default: self = Int(scalar.text).map { .integer($0) } ?? .string(scalar.text)
            }
        case .scalar(let scalar): self = .string(scalar.text)
        case .sequence(let items): self = .array(items.map { JSON(asEditorsSee: $0) })
        case .mapping(let pairs):
            self = .object(pairs.map { Member(name: $0.key.text, value: JSON(asEditorsSee: $0.value)) })
        }
    }

    fileprivate var items: [JSON]? { if case .array(let items) = self { items } else { nil } }

    fileprivate var members: [Member] { if case .object(let members) = self { members } else { [] } }
}
