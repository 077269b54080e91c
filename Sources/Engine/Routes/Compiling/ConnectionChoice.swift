import Connecting
import Diagnostics
import Settings

extension Diagnostic.Code {
    static let unknownConnection = Self(rawValue: "unknown-connection")
    static let disabledConnection = Self(rawValue: "disabled-connection")
    static let cannotSend = Self(rawValue: "cannot-send")
    static let cannotHandle = Self(rawValue: "cannot-handle")
}

/// Finds the connections that routes name.
struct ConnectionChoice {
    enum Purpose {
        case sending
        case receiving
    }

    let workspace: Workspace

    /// The connection that a route names, or the default; `nil` when it can't do what it is for, which was reported.
    ///
    /// Send and receive routes call it the same.
    func find(
        _ reading: Reading, _ key: Field<PlacedText?> = RouteFields.connection, for purpose: Purpose,
        _ reader: inout Reader
    ) -> Connection? {
        let span = reading.span(of: key)
        func report(_ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ message: String, _ help: String) {
            reader.findings.report(Diagnostic(severity, code, at: span, in: reading.node.source, message, help: help))
        }
        let written = reading.find(key) ?? nil
        // What stands there is no text, which was reported.
        if written == nil, reading.has(key) { return nil }
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
            let (message, help) = missing(name)
            report(.error, .unknownConnection, message, help)
            return nil
        }
        switch purpose {
        case .sending where connection.sender == nil:
            report(
                .error, .cannotSend, "'\(name)' is of kind \(connection.kind.name), which can't send",
                "name a connection that sends, such as smtp")
            return nil
        case .receiving where !(connection.connector is any Receiver):
            report(
                .error, .cannotReceive, "'\(name)' is of kind \(connection.kind.name), which can't receive",
                "name a connection with a mailbox, such as imap")
            return nil
        default: break
        }
        if connection.isDisabled {
            report(
                .warning, .disabledConnection,
                "the connection '\(name)' is disabled: nothing can be \(purpose == .sending ? "sent" : "fetched")",
                "delete 'disabled: true' in \(connection.file)")
        }
        return connection
    }

    /// The connection of a name that messages can be handed to; `nil` when there is none, which was reported.
    func handler(_ name: PlacedText, _ findings: inout Findings) -> (Connection, any Handler)? {
        guard let connection = connection(name, &findings) else { return nil }
        if let handler = connection.connector as? any Handler { return (connection, handler) }
        refuse(
            name, connection, "take messages", "name a connection that takes messages, such as http, command or folder",
            &findings)
        return nil
    }

    /// Whether a connection can be asked for an object; what hinders was reported.
    func canBeAsked(_ name: PlacedText, _ findings: inout Findings) -> Bool {
        guard let connection = connection(name, &findings) else { return false }
        if connection.connector is any Registry { return true }
        refuse(
            name, connection, "be asked for an object",
            "name a file: in: tables/invoices.csv, or a connection that can",
            &findings)
        return false
    }

    private func refuse(
        _ name: PlacedText, _ connection: Connection, _ what: String, _ help: String, _ findings: inout Findings
    ) {
        findings.report(
            Diagnostic(
                .error, .cannotHandle, in: name, nil,
                "'\(name.text)' is of kind \(connection.kind.name), which can't \(what)", help: help))
    }

    private func connection(_ name: PlacedText, _ findings: inout Findings) -> Connection? {
        guard let connection = workspace.connections[name.text] else {
            let (message, help) = missing(name.text)
            findings.report(Diagnostic(.error, .unknownConnection, in: name, nil, message, help: help))
            return nil
        }
        if connection.isDisabled {
            findings.report(
                Diagnostic(
                    .warning, .disabledConnection, in: name, nil, "the connection '\(name.text)' is disabled",
                    help: "delete 'disabled: true' in \(connection.file)"))
        }
        return connection
    }

    private func missing(_ name: String) -> (message: String, help: String) {
        let names = workspace.connectionNames
        if names.contains(name) {
            return ("the connection '\(name)' has errors of its own", "mend connections/\(name).yaml")
        }
        return (
            "there is no connection '\(name)'",
            Suggestion.help(for: name, among: names)
                ?? (names.isEmpty
                    ? "declare it in connections/\(name).yaml"
                    : "the connections are: \(names.joined(separator: ", "))")
        )
    }
}
