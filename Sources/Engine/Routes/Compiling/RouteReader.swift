import Attributes
import Connecting
import Diagnostics
import Glibc
import Settings
import Templating

extension Diagnostic.Code {
    static let badEach = Self(rawValue: "bad-each")
}

/// Reads a file of `routes/` whose kind is `send`.
struct RouteReader {
    let workspace: Workspace
    let files: WorkspaceFiles

    /// The route of a file with that base name; `nil` when anything is wrong with it, which was reported.
    ///
    /// The reader has read nothing but that file.
    func read(_ node: Node, named name: String, file: String, _ reader: inout Reader) -> SendRoute? {
        guard let reading = RouteFields.send.read(node, &reader) else { return nil }
        checkName(reading, RouteFields.name, is: name, &reader)
        let submitted = reading.find(RouteFields.attributes) ?? nil
        warnOfElementNames(submitted, &reader)
        let connection = ConnectionChoice(workspace: workspace).find(reading, for: .sending, &reader)
        let zone = (reading.find(RouteFields.timezone) ?? nil) ?? workspace.settings.zone
        let schema = submitted?.schema ?? Schema([])
        let tests = (reading.find(RouteFields.tests) ?? []).compactMap { test($0, schema, &reader) }
        guard let email = reading.find(RouteFields.email)?.reading else { return nil }
        let each = each(email, submitted, &reader)
        var compiler = RouteCompiler(
            schema: each.map { schema.replacing($0.single) } ?? schema, folder: files.folder, zone: zone,
            limits: workspace.settings.limits, sending: connection?.sending)
        let letter = compiler.compile(email)
        report(compiler.findings, without: submitted?.broken ?? [], &reader)
        let links = LinkFinder(
            reading.find(RouteFields.links) ?? [], for: LinkFinder.outgoing, in: files.folder, &reader.findings,
            canBeAsked: Self.refuseAsking)
        guard let letter, let connection, reading.isWhole, reader.findings.errors == 0 else { return nil }
        return SendRoute(
            name: name, file: file, summary: reading[RouteFields.description],
            message: reading[RouteFields.message]?.text, application: reading[RouteFields.application],
            bus: reading[RouteFields.bus].number, unknown: reading[RouteFields.unknown],
            isDisabled: reading[RouteFields.disabled],
            connection: connection.name, schema: schema,
            language: reading[RouteFields.locale] ?? workspace.settings.language, zone: zone,
            each: each?.declared.name, tests: tests, letter: letter, links: links,
            meetingPlace: email.node(of: EmailSetting.meeting), limits: workspace.settings.limits)
    }

    /// A letter goes out at once, whatever a connection would answer.
    private static func refuseAsking(_ name: PlacedText, _ findings: inout Findings) -> Bool {
        findings.report(
            Diagnostic(
                .error, .cannotHandle, in: name, nil, "a send route asks no connection for an object",
                help: "name a file: in: tables/invoices.csv"))
        return false
    }

    private func warnOfElementNames(_ setting: SchemaSetting?, _ reader: inout Reader) {
        for name in setting?.schema.names ?? [] {
            if let key = setting?.names[name] { Template.review(attribute: key.placed, findings: &reader.findings) }
        }
    }

    /// What is wrong with the letter; a text that uses an attribute whose declaration is wrong has no mistake of its own.
    private func report(_ findings: Findings, without broken: Set<String>, _ reader: inout Reader) {
        for finding in findings.sorted {
            let isFollowing = broken.contains { name in
                ["'", ".", "[", ":", "|"].contains { finding.message.hasPrefix("'\(name)\($0)") }
            }
            if !isFollowing { reader.findings.report(finding) }
        }
    }

    private func test(_ setting: TestSetting, _ schema: Schema, _ reader: inout Reader) -> RouteTest? {
        if let file = setting.file, access(files.folder.resolve(file.text), R_OK) != 0 {
            reader.findings.report(
                Diagnostic(
                    .warning, .fileMissing, in: file, nil,
                    "the file '\(file.text)' \(errno == ENOENT ? "does not exist" : "can't be read")",
                    help: "paths are relative to the workspace"))
        }
        return RouteTest(setting, schema: schema, &reader)
    }

    /// The array attribute that the route goes through, as declared and as one item of it.
    private func each(
        _ email: Reading, _ submitted: SchemaSetting?, _ reader: inout Reader
    ) -> (declared: Attribute, single: Attribute)? {
        guard let text = email.find(EmailSetting.each) ?? nil else { return nil }
        var name = text.text.trimmingWhitespace()
        // `<Participants>` means the same.
        if [("<", ">"), ("{", "}")].contains(where: { name.hasPrefix($0) && name.hasSuffix($1) }) {
            name = String(name.dropFirst().dropLast())
        }
        func report(_ message: String, _ help: String) {
            reader.findings.report(Diagnostic(.error, .badEach, in: text, nil, message, help: help))
        }
        guard let declared = submitted?.schema[name] else {
            if submitted?.broken.contains(name) ?? false { return nil }
            let names = submitted?.schema.names ?? []
            report(
                "there is no attribute '\(name)'",
                Suggestion.help(for: name, among: names) ?? "name an attribute with 'array: true'")
            return nil
        }
        guard declared.isArray else {
            report("'\(name)' is not a list", "declare it with 'array: true'")
            return nil
        }
        var single = declared
        single.isArray = false
        single.isRequired = true
        single.isNotEmpty = false
        return (declared, single)
    }
}
