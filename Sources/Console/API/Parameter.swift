import Attributes

/// What a call can say beside its body.
struct Parameter: Sendable {
    enum Place: String, Sendable {
        case path
        case query
        case header
    }

    var name: String
    var place: Place
    var summary: String
    var schema: JSON

    static func path(_ name: String, _ summary: String, schema: JSON = ["type": "string"]) -> Parameter {
        Parameter(name: name, place: .path, summary: summary, schema: schema)
    }

    static func query(_ name: String, _ summary: String, schema: JSON = ["type": "string"]) -> Parameter {
        Parameter(name: name, place: .query, summary: summary, schema: schema)
    }

    static func header(_ name: String, _ summary: String, schema: JSON = ["type": "string"]) -> Parameter {
        Parameter(name: name, place: .header, summary: summary, schema: schema)
    }

    static let traceparent = header(
        "traceparent", "Where the call belongs in a trace (W3C Trace Context)")
}
