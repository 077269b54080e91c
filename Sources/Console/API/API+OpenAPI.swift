import Attributes

extension Operation {
    static let description = Operation(
        id: "describe", method: "GET", path: "/openapi.json", summary: "This description",
        outcomes: [Outcome(status: 200, summary: "OpenAPI 3.1", schema: "Description")]
    ) { _, call throws(Problem) in
        try Query(call).finish()
        return .json(API.openAPI)
    }

    /// As OpenAPI 3.1 describes it.
    fileprivate var openAPI: JSON {
        var members: [JSON.Member] = [
            .init(name: "operationId", value: .string(id)), .init(name: "summary", value: .string(summary)),
        ]
        members.append(
            .init(name: "security", value: scope == nil ? .array([]) : .array([["token": .array([])]])))
        if let scope {
            members.append(.init(name: "description", value: .string("The token needs the scope '\(scope.rawValue)'.")))
        }
        if !parameters.isEmpty {
            members.append(.init(name: "parameters", value: .array(parameters.map(\.openAPI))))
        }
        switch input {
        case .none: break
        case .attributes: members.append(.init(name: "requestBody", value: Self.attributes))
        case .object(let schema): members.append(.init(name: "requestBody", value: Self.object(schema)))
        }
        var answers = outcomes.map { JSON.Member(name: "\($0.status)", value: $0.openAPI) }
        for status in (problems + usualProblems).sorted() where !outcomes.contains(where: { $0.status == status }) {
            answers.append(.init(name: "\(status)", value: ["$ref": "#/components/responses/Problem"]))
        }
        members.append(.init(name: "responses", value: .object(answers)))
        return .object(members)
    }

    /// What any call of this kind can get.
    private var usualProblems: [Int] { [400, 406] + (scope == nil ? [] : [401, 403, 503]) }

    private static func object(_ schema: String) -> JSON {
        let content: JSON = ["schema": ["$ref": .string("#/components/schemas/\(schema)")]]
        return ["required": true, "content": ["application/json": content]]
    }

    private static let attributes: JSON = [
        "required": true,
        "description": "The route's attributes; GET /v1/routes/{route} has their schema.",
        "content": [
            "application/json": ["schema": ["type": "object"]],
            "multipart/form-data": [
                "schema": [
                    "type": "object",
                    "description":
                        "'data' holds the attributes; other parts are files, called like the attributes they are for.",
                    "properties": ["data": ["type": "object"]],
                    "additionalProperties": ["type": "string", "contentMediaType": "application/octet-stream"],
                ],
                "encoding": ["data": ["contentType": "application/json"]],
            ],
        ],
    ]
}

extension Parameter {
    fileprivate var openAPI: JSON {
        [
            "name": .string(name), "in": .string(place.rawValue), "required": .bool(place == .path),
            "description": .string(summary), "schema": schema,
        ]
    }
}

extension Operation.Outcome {
    fileprivate var openAPI: JSON {
        var members: [JSON.Member] = [.init(name: "description", value: .string(summary))]
        if !headers.isEmpty {
            members.append(
                .init(
                    name: "headers",
                    value: .object(
                        headers.map {
                            .init(
                                name: $0.name,
                                value: ["description": .string($0.summary), "schema": ["type": "string"]])
                        })))
        }
        let schema: JSON = schema.map { ["$ref": .string("#/components/schemas/\($0)")] } ?? ["type": "string"]
        members.append(
            .init(name: "content", value: .object([.init(name: type, value: ["schema": schema])])))
        return .object(members)
    }
}

extension API {
    /// The API in the words of OpenAPI 3.1, made of the operations that answer its calls.
    static let openAPI: JSON = {
        var paths: [JSON.Member] = []
        for operation in operations {
            let method = JSON.Member(name: operation.method.lowercased(), value: operation.openAPI)
            if let place = paths.firstIndex(where: { $0.name == operation.path }),
                case .object(let methods) = paths[place].value
            {
                paths[place].value = .object(methods + [method])
            } else {
                paths.append(.init(name: operation.path, value: .object([method])))
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "router", "version": "1",
                "description": "Takes business data and sends them as letters and invitations; tells what came in.",
            ],
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "token": [
                        "type": "http", "scheme": "bearer",
                        "description": "Made with 'router token create'.",
                    ]
                ],
                "responses": [
                    "Problem": [
                        "description": "Why not, by RFC 9457",
                        "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
                    ]
                ],
                "schemas": APISchemas.all,
            ],
        ]
    }()
}
