import Attributes
import Connecting
import Diagnostics
import Settings
import Templating

/// Reads `deliver:`, and proves as far as can be proven that whoever is named can take the messages.
struct DeliveryReader {
    let workspace: Workspace
    /// What messages carry.
    let schema: Schema
    /// Attributes whose declarations are wrong.
    let broken: Set<String>
    /// Whether the route declares a response.
    let answers: Bool
    /// Whether it declares an error response.
    let tellsErrors: Bool

    mutating func read(
        _ settings: [DeliverSetting], in route: Reading, zone: Zone, _ reader: inout Reader
    ) -> [HandlerEntry] {
        var entries: [HandlerEntry] = []
        var seen: [(target: HandlerEntry.Target, path: String?, process: String?)] = []
        for setting in settings {
            guard var entry = entry(setting.reading, zone: zone, &reader) else { continue }
            entry.number = entries.count
            let path = (setting.reading.find(DeliverSetting.path) ?? nil)?.text
            if case .connection = entry.target {
                if seen.contains(where: { $0 == (entry.target, path, entry.process) }) {
                    report(
                        setting.reading, DeliverSetting.connection, "it gets the same message twice",
                        "delete one of the two entries", &reader)
                }
                seen.append((entry.target, path, entry.process))
            }
            entries.append(entry)
        }
        chooseResponder(settings, &entries, in: route, &reader)
        return entries
    }

    private func chooseResponder(
        _ settings: [DeliverSetting], _ entries: inout [HandlerEntry], in route: Reading, _ reader: inout Reader
    ) {
        var hasResponder = false
        for setting in settings where (setting.reading.find(DeliverSetting.responds) ?? nil) == true {
            if hasResponder {
                report(
                    setting.reading, DeliverSetting.responds, "another entry responds already",
                    "keep 'responds: true' in one of them", &reader)
            } else if !answers, !tellsErrors {
                report(
                    setting.reading, DeliverSetting.responds, "the route declares no response",
                    "declare it: response: {Accepted: boolean}, or delete 'responds'", &reader)
            }
            hasResponder = true
        }
        guard answers || tellsErrors, entries.count == settings.count else { return }
        if !hasResponder {
            let first = settings.indices.first { index in
                guard case .connection = entries[index].target else { return false }
                return (settings[index].reading.find(DeliverSetting.responds) ?? nil) != false
            }
            if let first { entries[first].responds = true }
        }
        if !entries.contains(where: \.responds) {
            if answers {
                reader.findings.report(
                    Diagnostic(
                        .warning, .badDelivery, at: route.span(of: ReceiveFields.response), in: route.node.source,
                        "a response is declared, and nobody gives it", help: "deliver to a connection that answers"))
            }
            if tellsErrors {
                reader.findings.report(
                    Diagnostic(
                        .warning, .badDelivery, at: route.span(of: ReceiveFields.errorResponse), in: route.node.source,
                        "an error response is declared, and nobody gets it",
                        help: "deliver to a connection, and let it respond"))
            }
        } else if tellsErrors, let responder = entries.firstIndex(where: \.responds) {
            checkErrorPath(settings[responder].reading, entries[responder], &reader)
        }
    }

    /// What a letter in quarantine may lack should not be needed to tell of it.
    private func checkErrorPath(_ reading: Reading, _ entry: HandlerEntry, _ reader: inout Reader) {
        let field = entry.errorPath == nil ? DeliverSetting.path : DeliverSetting.errorPath
        guard let path = entry.errorPath ?? entry.path, path.constant == nil else { return }
        reader.findings.report(
            Diagnostic(
                .warning, .badDelivery, at: reading.span(of: field), in: reading.node.source,
                "error responses go to this path, and a letter in quarantine may lack what stands in it",
                help: "write 'error-path:' without placeholders: error-path: /errors"))
    }

    private func entry(_ reading: Reading, zone: Zone, _ reader: inout Reader) -> HandlerEntry? {
        if let name = reading.find(DeliverSetting.route) ?? nil { return route(name, reading, zone: zone, &reader) }
        guard let name = reading.find(DeliverSetting.connection) ?? nil,
            let (connection, handler) = ConnectionChoice(workspace: workspace).handler(name, &reader.findings)
        else { return nil }
        var path: Template?
        if let text = reading.find(DeliverSetting.path) ?? nil {
            if !type(of: handler).entryKeys.contains(DeliverSetting.path.name) {
                report(
                    reading, DeliverSetting.path,
                    "'\(connection.name)' is of kind \(connection.kind.name), which has no paths",
                    "delete it", &reader)
            }
            path = template(text, &reader)
            if path == nil { return nil }
        }
        var errorPath: Template?
        if let text = reading.find(DeliverSetting.errorPath) ?? nil {
            if !tellsErrors {
                report(
                    reading, DeliverSetting.errorPath, "the route declares no error response",
                    "declare it: error-response: {Reason: string}, or delete 'error-path'", &reader)
            }
            errorPath = template(text, &reader)
            if errorPath == nil { return nil }
        }
        var by: ArrivalPath?
        if let text = reading.find(DeliverSetting.by) ?? nil {
            by = self.path(text, &reader)
            guard let by else { return nil }
            if by.isArray || by.type.fields != nil || by.type == .map {
                report(
                    reading, DeliverSetting.by, "'\(by.text)' is no single text that an instance could be found by",
                    "name one: Invoice, Thread, From.Address", &reader)
            }
        }
        return HandlerEntry(
            number: 0, target: .connection(connection.name), process: reading.find(DeliverSetting.process) ?? nil,
            responds: (reading.find(DeliverSetting.responds) ?? nil) == true, path: path,
            errorPath: errorPath, by: by, with: [])
    }

    private func route(_ name: PlacedText, _ reading: Reading, zone: Zone, _ reader: inout Reader) -> HandlerEntry? {
        guard let target = workspace.route(name.text) else {
            let isReceiving = workspace.receiveRouteNames.contains(name.text)
            let names = workspace.addressableNames.filter { !workspace.receiveRouteNames.contains($0) }
            let message: String
            let help: String
            if isReceiving {
                (message, help) = ("'\(name.text)' receives, and takes no messages", "name a route of kind 'send'")
            } else if names.contains(name.text) {
                (message, help) = ("the route '\(name.text)' has errors of its own", "mend routes/\(name.text).yaml")
            } else {
                message = "there is no route '\(name.text)'"
                help = Suggestion.help(for: name.text, among: names) ?? "'router list' shows the routes"
            }
            reader.findings.report(Diagnostic(.error, .unknownRoute, in: name, nil, message, help: help))
            return nil
        }
        if target.isDisabled {
            reader.findings.report(
                Diagnostic(
                    .warning, .disabledRoute, in: name, nil,
                    "the route '\(target.name)' is disabled: nothing can be sent",
                    help: "delete 'disabled: true' in \(target.file)"))
        }
        var values = EntryValueReader(
            target: target, schema: schema, broken: broken, accounts: workspace.accounts, zone: zone,
            folder: workspace.folder)
        let with = values.read(reading, &reader)
        return HandlerEntry(
            number: 0, target: .route(target.name), process: nil, responds: false, path: nil, by: nil, with: with)
    }

    private func template(_ text: PlacedText, _ reader: inout Reader) -> Template? {
        var findings = Findings()
        let template = Template.read(text, in: .header, for: schema, findings: &findings)
        for finding in findings.sorted where !isFollowing(finding) { reader.findings.report(finding) }
        return template
    }

    private func path(_ text: PlacedText, _ reader: inout Reader) -> ArrivalPath? {
        do throws(ArrivalPath.Problem) {
            return try ArrivalPath(text.text, in: schema)
        } catch {
            if !broken.contains(String(text.text.prefix { $0 != "." && $0 != "[" })) {
                reader.findings.report(Diagnostic(.error, .badPath, in: text, nil, error.words, help: error.help))
            }
            return nil
        }
    }

    /// A text that uses an attribute whose declaration is wrong has no mistake of its own.
    private func isFollowing(_ finding: Diagnostic) -> Bool {
        broken.contains { finding.message.hasPrefix("'\($0)'") }
    }

    private func report(
        _ reading: Reading, _ field: some FieldDeclaration, _ message: String, _ help: String, _ reader: inout Reader
    ) {
        reader.findings.report(
            Diagnostic(.error, .badDelivery, at: reading.span(of: field), in: reading.node.source, message, help: help))
    }
}

extension Diagnostic.Code {
    static let unknownRoute = Self(rawValue: "unknown-route")
    static let disabledRoute = Self(rawValue: "disabled-route")
}
