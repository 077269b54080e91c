import Attributes
import Spool

extension APISchemas {
    private static let state: JSON = ["enum": .array(ArrivalState.allCases.map { .string($0.rawValue) })]

    /// A text of a link that is made by hand.
    static let word: JSON = [
        "type": "string", "minLength": 1, "maxLength": .integer(ArrivalLink.longestText),
        "pattern": "^[^\\x00-\\x1F\\x7F-\\x9F]*$",
    ]

    static let arrival: [(String, JSON)] = [
        ("id", id), ("route", text), ("connection", text), ("folder", text), ("identity", text), ("state", state),
        ("received", time), ("outgoing", flag), ("messageId", nullable("string")), ("size", number), ("sender", text),
        ("subject", text), ("snippet", text), ("thread", text), ("contact", nullable("string")),
        (
            "links",
            [
                "type": "array",
                "items": object([("rule", text), ("object", text), ("key", text), ("value", text)]),
            ]
        ), ("needsProcessing", nullable("boolean")), ("error", orNull(reference("Error"))),
    ]

    static let arrivalStory: [(String, JSON)] = [
        ("acknowledged", flag),
        (
            "handlings",
            [
                "type": "array",
                "items": object([
                    ("number", number), ("errorResponse", flag), ("target", text),
                    ("state", ["enum": .array(HandlingState.allCases.map { .string($0.rawValue) })]),
                    ("attempts", number), ("firstAttempt", orNull(time)), ("lastAttempt", orNull(time)),
                    ("due", orNull(time)), ("words", nullable("string")),
                    ("response", ["description": "What the handler answered: any JSON"]),
                    ("error", orNull(reference("Error"))),
                ]),
            ]
        ),
    ]

    static let arrivalCounts = object(
        counts + [("routes", ["type": "array", "items": object([("route", text)] + counts)])])

    private static let counts: [(String, JSON)] = [
        ("new", number), ("unprocessed", number), ("oldestNew", orNull(time)),
        ("states", object(ArrivalState.allCases.map { ($0.rawValue, number) })),
    ]
}
