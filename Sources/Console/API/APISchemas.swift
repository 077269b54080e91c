import Attributes
import Connecting

/// JSON Schemas of what the API answers.
enum APISchemas {
    static let all: JSON = .object([
        .init(name: "Problem", value: problem), .init(name: "Submission", value: submission),
        .init(name: "Message", value: object(message)), .init(name: "Story", value: object(message + story)),
        .init(name: "MessagePage", value: object([("messages", list("Message")), ("next", nullable("string"))])),
        .init(
            name: "MessageOrSubmission",
            value: [
                "anyOf": [
                    reference("Story"), object([("id", id), ("state", state), ("messages", list("Message"))]),
                ]
            ]),
        .init(name: "Recipient", value: recipient), .init(name: "Error", value: error),
        .init(name: "Decisions", value: decisions), .init(name: "Route", value: object(route)),
        .init(name: "RouteList", value: object([("routes", list("Route"))])),
        .init(
            name: "RouteDetail",
            value: object(route + [("schema", ["type": "object"]), ("sample", ["type": "object"])])),
        .init(name: "ConnectionList", value: object([("connections", ["type": "array", "items": connection])])),
        .init(
            name: "ConnectionTest",
            value: object([
                ("name", text), ("works", flag), ("found", ["type": "array", "items": text]),
                ("error", orNull(reference("Error"))),
            ])),
        .init(name: "Alive", value: object([("status", ["const": "alive"])])),
        .init(name: "Readiness", value: readiness),
        .init(name: "Arrival", value: object(arrival)),
        .init(name: "ArrivalStory", value: object(arrival + arrivalStory)),
        .init(name: "ArrivalPage", value: object([("arrivals", list("Arrival")), ("next", nullable("string"))])),
        .init(name: "ArrivalCounts", value: arrivalCounts),
        .init(name: "ProcessingMark", value: object([("needsProcessing", flag)])),
        .init(name: "NewLink", value: object([("object", word), ("key", word), ("value", word)])),
        .init(name: "ThreadMark", value: object([("thread", text), ("changed", number)])),
        .init(name: "Description", value: ["type": "object", "required": ["openapi", "info", "paths"]]),
    ])

    static let text: JSON = ["type": "string"]
    static let flag: JSON = ["type": "boolean"]
    static let number: JSON = ["type": "integer"]
    static let time: JSON = ["type": "string", "format": "date-time"]
    static let id: JSON = ["type": "string", "format": "uuid"]
    private static let state: JSON = ["enum": .array(MessageState.allCases.map { .string($0.rawValue) })]

    static func reference(_ name: String) -> JSON { ["$ref": .string("#/components/schemas/\(name)")] }
    static func list(_ name: String) -> JSON { ["type": "array", "items": reference(name)] }
    static func nullable(_ type: String) -> JSON { ["type": .array([.string(type), "null"])] }
    static func orNull(_ schema: JSON) -> JSON { ["anyOf": .array([schema, ["type": "null"]])] }

    /// An object that has all these members, and no others.
    static func object(_ members: [(String, JSON)], optional: Set<String> = []) -> JSON {
        [
            "type": "object",
            "properties": .object(members.map { .init(name: $0.0, value: $0.1) }),
            "required": .array(members.filter { !optional.contains($0.0) }.map { .string($0.0) }),
            "additionalProperties": false,
        ]
    }

    private static let problem = object(
        [
            ("type", ["type": "string", "format": "uri"]), ("title", text),
            ("status", ["type": "integer", "minimum": 400, "maximum": 599]), ("detail", text), ("code", text),
            (
                "errors",
                [
                    "type": "array",
                    "items": object(
                        [
                            ("pointer", text), ("parameter", text), ("expected", text), ("found", text),
                            ("help", nullable("string")),
                        ], optional: ["parameter"]),
                ]
            ), ("omitted", number),
        ], optional: ["errors", "omitted"])

    private static let submission = object([
        ("id", id), ("state", state),
        ("messages", ["type": "array", "items": object([("id", id), ("state", state)])]),
    ])

    private static let recipient = object([
        ("address", text), ("state", ["enum": .array(RecipientState.allCases.map { .string($0.rawValue) })]),
        ("reply", nullable("string")), ("reason", nullable("string")),
    ])

    private static let error = object([("code", text), ("message", text), ("help", text)])

    private static let message: [(String, JSON)] = [
        ("id", id), ("submission", id), ("route", text), ("connection", text), ("bus", number),
        ("application", nullable("string")), ("state", state), ("created", time), ("due", orNull(time)),
        ("attempts", number), ("messageId", text), ("sender", text), ("recipients", list("Recipient")),
        ("size", number), ("details", ["type": "object"]), ("error", orNull(reference("Error"))),
    ]

    private static let story: [(String, JSON)] = [
        ("key", nullable("string")), ("trace", nullable("string")),
        (
            "history",
            [
                "type": "array",
                "items": object([
                    ("number", number), ("began", time), ("ended", time), ("connection", text), ("session", text),
                    ("error", orNull(reference("Error"))), ("recipients", list("Recipient")),
                ]),
            ]
        ),
    ]

    private static let decisions = object([
        (
            "decisions",
            [
                "type": "array",
                "items": object([
                    ("id", id), ("decision", ["enum": ["done", "nothing-to-do", "being-sent", "unknown"]]),
                    ("recipients", number), ("state", orNull(state)),
                ]),
            ]
        )
    ])

    private static let route: [(String, JSON)] = [
        ("name", text), ("message", nullable("string")), ("connection", nullable("string")),
        ("application", nullable("string")), ("bus", nullable("integer")), ("description", nullable("string")),
        ("disabled", flag), ("valid", flag),
    ]

    private static let connection = object([
        ("name", text), ("kind", nullable("string")), ("place", nullable("string")),
        ("description", nullable("string")), ("default", flag), ("disabled", flag), ("valid", flag),
        (
            "health",
            orNull(
                object([
                    ("state", ["enum": ["working", "unsteady", "failing"]]), ("failures", number),
                    ("error", orNull(reference("Error"))),
                ]))
        ),
    ])

    private static let readiness = object([
        ("status", ["enum": ["ready", "not-ready"]]),
        (
            "reasons",
            [
                "type": "array",
                "items": object([("code", text), ("connection", nullable("string")), ("detail", text)]),
            ]
        ),
    ])
}
