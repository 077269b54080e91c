import Diagnostics
import Settings

/// An entry of `deliver:`, as it is written.
struct DeliverSetting: SettingValue {
    var reading: Reading

    static let connection = Field<PlacedText?>("connection", "What gets the messages", default: nil)
    static let route = Field<PlacedText?>(
        "route", "Or a send route: an answer, a letter to somebody else", default: nil)
    static let path = Field<PlacedText?>("path", "Where at an HTTP endpoint, with placeholders", default: nil)
    static let errorPath = Field<PlacedText?>(
        "error-path", "Where error responses go, if elsewhere", default: nil, shown: "path")
    static let process = Field<String?>("process", "The process that is meant", default: nil)
    static let instance = Field<InstanceSetting?>(
        "instance", "new, or existing: one that waits, found by an attribute", default: nil, shown: "new")
    static let by = Field<PlacedText?>("by", "The attribute that an existing instance is found by", default: nil)
    static let responds = Field<Bool?>(
        "responds", "Its answer is the response", default: nil, shown: "true for the first connection")
    static let with = Field<Keyed<AnyNode>?>("with", "The route's attributes, with placeholders", default: nil)
    static let shape = Shape(
        "an entry of 'deliver'", [connection, route, path, errorPath, process, instance, by, responds, with])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader) else { return nil }
        func refuse(_ field: some FieldDeclaration, _ message: String, _ help: String) {
            reader.findings.report(
                Diagnostic(
                    .error, .conflictingKeys, at: reading.span(of: field), in: node.source, message, help: help))
        }
        switch (reading.has(connection), reading.has(route)) {
        case (false, false):
            return reader.report(
                node, .missingKey, "an entry of 'deliver' names a connection, or a route",
                help: "write {connection: NAME}, or {route: NAME, with: {…}}")
        case (true, true):
            refuse(route, "an entry of 'deliver' names a connection or a route, not both", "make two entries of it")
            return nil
        case (true, false):
            if reading.has(with) { refuse(with, "'with' is for routes", "a connection gets all attributes") }
        case (false, true):
            for field in [path, errorPath, by] where reading.has(field) {
                refuse(field, "'\(field.name)' is for connections", "write 'with:' for what the route takes")
            }
            if reading.has(process) { refuse(process, "'process' is for connections", "delete it") }
            if reading.has(instance) { refuse(instance, "'instance' is for connections", "delete it") }
            if reading.has(responds) { refuse(responds, "a route does not answer", "let a connection respond") }
        }
        let isExisting = (reading.find(instance) ?? nil) == .existing
        if isExisting, !reading.has(by) {
            refuse(instance, "an existing instance is found by an attribute", "add 'by: NAME'")
        }
        if !isExisting, reading.has(by), reading.has(connection) {
            refuse(by, "'by' finds an existing instance", "add 'instance: existing'")
        }
        if reading.has(instance), !reading.has(process) {
            refuse(instance, "'instance' says how a process gets the message, and none is named", "add 'process: NAME'")
        }
        return Self(reading: reading)
    }
}

/// `instance:`.
enum InstanceSetting: String, ChoiceSetting {
    case new
    case existing

    static var noun: String { "a choice of instance" }
}
