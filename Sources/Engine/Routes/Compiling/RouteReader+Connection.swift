import Connecting
import Diagnostics
import Settings

extension Diagnostic.Code {
    static let unknownConnection = Self(rawValue: "unknown-connection")
    static let disabledConnection = Self(rawValue: "disabled-connection")
    static let cannotSend = Self(rawValue: "cannot-send")
}

extension RouteReader {
    /// The connection that a route names, or the default; `nil` when it can't send, which was reported.
    func connection(_ reading: Reading, _ reader: inout Reader) -> Connection? {
        let span = reading.span(of: RouteFields.connection)
        func report(_ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ message: String, _ help: String) {
            reader.findings.report(Diagnostic(severity, code, at: span, in: reading.node.source, message, help: help))
        }
        let written = reading.find(RouteFields.connection) ?? nil
        // What stands there is no text, which was reported.
        if written == nil, reading.has(RouteFields.connection) { return nil }
        guard let name = written?.text ?? workspace.defaultConnection else {
            report(
                .error, .missingKey, "the route names no connection, and none is the default",
                "add 'connection: NAME' here, or 'default: true' to a connection")
            return nil
        }
        guard written != nil || !workspace.hasSeveralDefaults else {
            report(
                .error, .twoDefaults, "the route names no connection, and several are the default",
                "add 'connection: NAME' here, or keep 'default: true' in one connection")
            return nil
        }
        guard let connection = workspace.connections[name] else {
            let names = workspace.connectionNames
            if names.contains(name) {
                report(
                    .error, .unknownConnection, "the connection '\(name)' has errors of its own",
                    "mend connections/\(name).yaml")
            } else {
                report(
                    .error, .unknownConnection, "there is no connection '\(name)'",
                    Suggestion.help(for: name, among: names)
                        ?? (names.isEmpty
                            ? "declare it in connections/\(name).yaml"
                            : "the connections are: \(names.joined(separator: ", "))"))
            }
            return nil
        }
        guard connection.sender != nil else {
            report(
                .error, .cannotSend, "'\(name)' is of kind \(connection.kind.name), which can't send",
                "name a connection that sends, such as smtp")
            return nil
        }
        if connection.isDisabled {
            report(
                .warning, .disabledConnection, "the connection '\(name)' is disabled: nothing can be sent",
                "delete 'disabled: true' in \(connection.file)")
        }
        return connection
    }
}
