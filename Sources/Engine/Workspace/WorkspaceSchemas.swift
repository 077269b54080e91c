package import Attributes
package import Connecting
import Settings

/// JSON Schemas of the workspace's files, for editors: made from the same declarations that read them.
package enum WorkspaceSchemas {
    private static let dialect: JSON = "https://json-schema.org/draft/2020-12/schema"

    /// Of `routes/*.yaml`.
    package static var route: JSON {
        // An editor then complains of the kind that is meant.
        titled(
            "A route",
            [
                "type": "object",
                "properties": ["kind": ["enum": .array(RouteKind.allCases.map { .string($0.rawValue) })]],
                "if": ["properties": ["kind": ["const": "receive"]], "required": ["kind"]],
                "then": ReceiveFields.receive.jsonSchema, "else": RouteFields.send.jsonSchema,
            ])
    }

    /// Of `connections/*.yaml`: one alternative a kind.
    package static func connection(_ connectors: [any Connector.Type]) -> JSON {
        let kinds: [JSON] = connectors.map { connector in
            let kind = connector.kind
            guard case .object(let members) = kind.shape.jsonSchema else { return .null }
            return .object(
                [
                    .init(name: "title", value: .string(kind.name)),
                    .init(name: "description", value: .string(kind.summary)),
                ] + members.map { $0.fixing(kind: kind.name) })
        }
        return titled("A connection", ["oneOf": .array(kinds)])
    }

    private static func titled(_ title: String, _ schema: JSON) -> JSON {
        guard case .object(let members) = schema else { return schema }
        return .object([.init(name: "$schema", value: dialect), .init(name: "title", value: .string(title))] + members)
    }
}

extension JSON.Member {
    /// `properties` with the word that `kind` must be.
    fileprivate func fixing(kind: String) -> JSON.Member {
        guard name == "properties", case .object(let properties) = value else { return self }
        return JSON.Member(
            name: name,
            value: .object(
                properties.map { $0.name == "kind" ? JSON.Member(name: "kind", value: ["const": .string(kind)]) : $0 }))
    }
}
