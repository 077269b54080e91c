import Attributes
import Connecting
import Diagnostics
import Settings
import Templating

extension Diagnostic.Code {
    static let unknownConnection = Self(rawValue: "unknown-connection")
    static let disabledConnection = Self(rawValue: "disabled-connection")
    static let cannotSend = Self(rawValue: "cannot-send")
}

/// Reads `routes/*.yaml`.
struct RouteReader {
    let workspace: Workspace
    let files: WorkspaceFiles

    func read(_ node: Node, named name: String, file: String, _ reader: inout Reader) -> SendRoute? {
        guard isSendRoute(node, &reader) else { return nil }
        let before = reader.findings.errors
        guard let reading = RouteFields.send.read(node, &reader) else { return nil }
        checkName(reading, RouteFields.name, is: name, &reader)
        let submitted = (reading.find(RouteFields.attributes) ?? nil)
        warnOfElementNames(submitted, &reader)
        let connection = connection(reading, &reader)
        let zone = (reading.find(RouteFields.timezone) ?? nil) ?? workspace.settings.zone
        guard let email = reading.find(RouteFields.email)?.reading else { return nil }
        let schema = submitted?.schema ?? Schema([])
        let each = each(email, schema, &reader)
        var compiler = RouteCompiler(
            schema: each.map { schema.replacing($0.single) } ?? schema, submitted: schema, each: each?.declared,
            folder: files.folder, zone: zone, limits: workspace.settings.limits, sending: connection?.sending)
        let letter = compiler.compile(email)
        reader.findings.report(compiler.findings)
        let tests = (reading.find(RouteFields.tests) ?? []).compactMap { RouteTest($0, schema: schema, &reader) }
        guard let letter, let connection, reading.isWhole, reader.findings.errors == before else { return nil }
        return SendRoute(
            name: name, file: file, summary: reading[RouteFields.description],
            message: reading[RouteFields.message]?.text,
            application: reading[RouteFields.application], bus: reading[RouteFields.bus].number,
            isDisabled: reading[RouteFields.disabled], connection: connection.name, schema: schema,
            language: reading[RouteFields.locale] ?? workspace.settings.language, zone: zone,
            each: each?.declared.name,
            tests: tests,
            letter: letter, limits: workspace.settings.limits)
    }

    private func isSendRoute(_ node: Node, _ reader: inout Reader) -> Bool {
        guard let kind = node["kind"] else {
            guard node.pairs != nil else {
                return reader.report(
                    node, .wrongType, "a route is a mapping, and this is \(node.kind)", help: "begin with 'kind: send'")
                    ?? false
            }
            return reader.report(node, .missingKey, "a route needs the key 'kind'", help: "write 'kind: send'") ?? false
        }
        guard let word = reader.plainText(kind, expected: "a kind of route") else { return false }
        guard word == "send" else {
            return reader.report(
                kind, .unknownKind, "'\(word)' is not a kind of route that router knows",
                help: Suggestion.help(for: word, among: ["send"]) ?? "write 'kind: send'") ?? false
        }
        return true
    }

    private func warnOfElementNames(_ setting: SchemaSetting?, _ reader: inout Reader) {
        for name in setting?.schema.names ?? [] {
            if let key = setting?.names[name] { Template.review(attribute: key.placed, findings: &reader.findings) }
        }
    }

    private func connection(_ reading: Reading, _ reader: inout Reader) -> Connection? {
        let node = reading.node
        let name: String
        let span: Span
        if let written = reading.find(RouteFields.connection) ?? nil {
            name = written.text
            span = reading.span(of: RouteFields.connection)
        } else if reading.has(RouteFields.connection) {
            return nil
        } else if let standard = workspace.defaultConnection {
            (name, span) = (standard, reading.span(of: RouteFields.connection))
        } else {
            reader.findings.report(
                Diagnostic(
                    .error, .missingKey, at: reading.span(of: RouteFields.connection), in: node.source,
                    "the route names no connection, and none is the default",
                    help: "add 'connection: NAME' here, or 'default: true' to a connection"))
            return nil
        }
        func report(_ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ message: String, _ help: String) {
            reader.findings.report(Diagnostic(severity, code, at: span, in: node.source, message, help: help))
        }
        guard let connection = workspace.connections[name] else {
            if workspace.connectionNames.contains(name) {
                report(
                    .error, .unknownConnection, "the connection '\(name)' has errors of its own",
                    "mend connections/\(name).yaml")
            } else {
                let names = workspace.connectionNames
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

    /// The array attribute that the route goes through, as declared and as one item of it.
    private func each(
        _ email: Reading, _ schema: Schema, _ reader: inout Reader
    ) -> (declared: Attribute, single: Attribute)? {
        guard let text = email.find(EmailSetting.each) ?? nil else { return nil }
        var name = text.text.trimmingWhitespace()
        if name.hasPrefix("<"), name.hasSuffix(">") || name.hasPrefix("{"), name.hasSuffix("}") {
            name = String(name.dropFirst().dropLast())
        }
        guard let declared = schema[name] else {
            reader.findings.report(
                Diagnostic(
                    .error, .badEach, in: text, nil, "there is no attribute '\(name)'",
                    help: Suggestion.help(for: name, among: schema.names) ?? "name an attribute with 'array: true'"))
            return nil
        }
        guard declared.isArray else {
            reader.findings.report(
                Diagnostic(
                    .error, .badEach, in: text, nil, "'\(name)' is not a list", help: "declare it with 'array: true'"))
            return nil
        }
        var single = declared
        single.isArray = false
        single.isRequired = true
        single.isNotEmpty = false
        return (declared, single)
    }
}
