import Attributes
import Connecting
import Diagnostics
import Glibc
import Settings

extension Diagnostic.Code {
    static let cannotReceive = Self(rawValue: "cannot-receive")
    static let personalMailbox = Self(rawValue: "personal-mailbox")
    static let badDelivery = Self(rawValue: "bad-delivery")
}

/// Reads a file of `routes/` whose kind is `receive`.
///
/// The send routes of the workspace have been read before: messages may be delivered to them.
struct ReceiveReader {
    let workspace: Workspace
    let files: WorkspaceFiles

    /// The route of a file with that base name; `nil` when anything is wrong with it, which was reported.
    ///
    /// The reader has read nothing but that file.
    func read(_ node: Node, named name: String, file: String, _ reader: inout Reader) -> ReceiveRoute? {
        guard let reading = ReceiveFields.receive.read(node, &reader) else { return nil }
        checkName(reading, RouteFields.name, is: name, &reader)
        let connection = ConnectionChoice(workspace: workspace).find(reading, for: .receiving, &reader)
        let receiver = connection?.connector as? any Receiver
        let kind = reading.find(ReceiveFields.message)
        if let connection, let receiver { check(kind, reading, connection, receiver, &reader) }
        let own = own(reading, &reader)
        let schema = ArrivalSchema.schema(with: own.attributes.map(\.declared))
        let links = links(reading, schema, &reader)
        let answers = reading.has(ReceiveFields.response)
        var deliveries = DeliveryReader(
            workspace: workspace, schema: schema, broken: own.broken, answers: answers,
            tellsErrors: reading.has(ReceiveFields.errorResponse))
        checkErrorResponse(reading.find(ReceiveFields.errorResponse) ?? nil, schema, reading, &reader)
        let zone = (reading.find(RouteFields.timezone) ?? nil) ?? workspace.settings.zone
        let entries = deliveries.read(reading.find(ReceiveFields.deliver) ?? [], in: reading, zone: zone, &reader)
        let folders = folders(reading, receiver, &reader)
        let setting = reading.find(ReceiveFields.canary) ?? nil
        let canary = setting.flatMap { self.canary($0, &reader) }
        let tests = (reading.find(ReceiveFields.tests) ?? []).compactMap { test($0, schema, &reader) }
        guard let connection, let kind, reading.isWhole, reader.findings.errors == 0 else { return nil }
        return ReceiveRoute(
            name: name, file: file, summary: reading[RouteFields.description],
            application: reading[RouteFields.application], bus: reading[RouteFields.bus].number,
            isDisabled: reading[ReceiveFields.disabled], connection: connection.name, folders: folders,
            acknowledgement: reading[ReceiveFields.after].acknowledgement, kind: kind,
            language: reading[RouteFields.locale] ?? workspace.settings.language, zone: zone, own: own.attributes,
            links: links, deliveries: entries, response: reading[ReceiveFields.response]?.schema,
            errorResponse: reading[ReceiveFields.errorResponse]?.schema, canary: canary, tests: tests)
    }

    private func check(
        _ kind: ArrivalKind?, _ reading: Reading, _ connection: Connection, _ receiver: any Receiver,
        _ reader: inout Reader
    ) {
        if kind == .event, !type(of: receiver).readsEvents {
            reader.findings.report(
                Diagnostic(
                    .error, .cannotReceive, at: reading.span(of: ReceiveFields.message), in: reading.node.source,
                    "'\(connection.name)' is of kind \(connection.kind.name), which has letters and no calendar",
                    help: "write 'message: email': a letter with an invitation has the meeting's attributes too"))
        }
        let acknowledgement = reading.find(ReceiveFields.after)?.acknowledgement ?? .seen
        guard acknowledgement != .keep, reading.find(ReceiveFields.dedicated) != true,
            let owner = workspace.accounts.accounts.first(where: { account in
                receiver.mailbox.lowercased().split(whereSeparator: \.isWhitespace).contains {
                    $0 == account.address.lowercased()
                }
            })
        else { return }
        reader.findings.report(
            Diagnostic(
                .warning, .personalMailbox, at: reading.span(of: ReceiveFields.connection), in: reading.node.source,
                "the mailbox is that of '\(owner.id)', and the route marks or moves letters in it",
                help: "take a mailbox of its own, or write 'after: keep'; 'dedicated: true' if nobody else reads it"))
    }

    /// Each attribute of an error response is one that there is.
    private func checkErrorResponse(
        _ setting: SchemaSetting?, _ schema: Schema, _ reading: Reading, _ reader: inout Reader
    ) {
        let known = ErrorMessage.facts.attributes + schema.attributes
        for attribute in setting?.schema.attributes ?? [] {
            guard let place = setting?.names[attribute.name] else { continue }
            func refuse(_ message: String, _ help: String) {
                reader.findings.report(
                    Diagnostic(.error, .badAttribute, at: place.span, in: reading.node.source, message, help: help))
            }
            guard let match = known.first(where: { $0.name == attribute.name }) else {
                let words = ErrorMessage.facts.names.joined(separator: ", ")
                refuse(
                    "nothing fills '\(attribute.name)' of an error response",
                    Suggestion.help(for: attribute.name, among: known.map(\.name))
                        ?? "name one of \(words), or an attribute of the letters")
                continue
            }
            let isAlike =
                match.isArray == attribute.isArray
                && (match.type == attribute.type || match.type.fields != nil && attribute.type.fields != nil)
            guard !isAlike else { continue }
            refuse(
                "'\(attribute.name)' is \(match.isArray ? "a list of " : "")\(match.type.word), and is declared otherwise here",
                "declare it so: \(attribute.name): "
                    + (match.isArray ? "{type: \(match.type.word), array: true}" : match.type.word))
        }
    }

    private func own(
        _ reading: Reading, _ reader: inout Reader
    ) -> (attributes: [OwnAttribute], broken: Set<String>) {
        let setting = reading.find(ReceiveFields.attributes) ?? nil
        let letters = Schema(ArrivalSchema.builtIn.filter { $0.name != "Links" })
        var attributes: [OwnAttribute] = []
        for entry in setting?.entries ?? [] {
            do throws(ArrivalPath.Problem) {
                let path = try ArrivalPath(entry.from.text, in: letters)
                attributes.append(OwnAttribute(declared: entry.attribute, path: path, pattern: entry.pattern))
            } catch {
                reader.findings.report(Diagnostic(.error, .badPath, in: entry.from, nil, error.words, help: error.help))
            }
        }
        // Declared, but wrong: whoever uses them makes no mistake of his own.
        let names = reading.node(of: ReceiveFields.attributes)?.pairs?.map(\.key.text) ?? []
        return (attributes, Set(names).subtracting(attributes.map(\.declared.name)))
    }

    private func links(_ reading: Reading, _ schema: Schema, _ reader: inout Reader) -> LinkFinder {
        let letters = Schema(schema.attributes.filter { $0.name != "Links" })
        return LinkFinder(
            reading.find(ReceiveFields.links) ?? [], for: letters, in: files.folder, &reader.findings
        ) { name, findings in
            ConnectionChoice(workspace: workspace).canBeAsked(name, &findings)
        }
    }

    private func canary(_ setting: CanarySetting, _ reader: inout Reader) -> Canary? {
        let reading = setting.reading
        let connection = ConnectionChoice(workspace: workspace).find(
            reading, CanarySetting.connection, for: .sending, &reader)
        let address = reading[CanarySetting.to]
        if let problem = EmailAddress.problem(in: address.text) {
            reader.findings.report(
                Diagnostic(
                    .error, .badAddress, in: address, nil, "'\(address.text)' is not an address: it \(problem)",
                    help: "write: to: desk@example.com"))
            return nil
        }
        guard let connection else { return nil }
        return Canary(
            connection: connection.name, to: address.text, every: .seconds(reading[CanarySetting.every].seconds),
            within: .seconds(reading[CanarySetting.within].seconds))
    }

    private func folders(_ reading: Reading, _ receiver: (any Receiver)?, _ reader: inout Reader) -> [String] {
        guard let written = reading.find(ReceiveFields.folders) ?? nil else {
            return receiver.map { type(of: $0).usualFolders } ?? []
        }
        if written.items.isEmpty {
            reader.findings.report(
                Diagnostic(
                    .error, .missingValue, at: reading.span(of: ReceiveFields.folders), in: reading.node.source,
                    "no folder is named", help: "write 'folders: [INBOX]', or leave the key out"))
        }
        var seen: Set<String> = []
        for folder in written.items where !seen.insert(ReceiveRoute.sameName(folder.text)).inserted {
            reader.findings.report(
                Diagnostic(
                    .error, .duplicateFolder, in: folder, nil, "'\(folder.text)' stands here twice", help: "delete one")
            )
        }
        return written.items.map(\.text)
    }

    private func test(_ setting: ReceiveTestSetting, _ schema: Schema, _ reader: inout Reader) -> ReceiveTest? {
        if access(files.folder.resolve(setting.mail.text), R_OK) != 0 {
            reader.findings.report(
                Diagnostic(
                    .warning, .fileMissing, in: setting.mail, nil,
                    "the file '\(setting.mail.text)' \(errno == ENOENT ? "does not exist" : "can't be read")",
                    help: "paths are relative to the workspace"))
        }
        return ReceiveTest(setting, schema: schema, &reader)
    }
}

extension Diagnostic.Code {
    static let duplicateFolder = Self(rawValue: "duplicate-folder")
}

extension ReceiveRoute {
    /// A folder's name as servers compare it: INBOX is the same in any case (RFC 3501 §5.1).
    static func sameName(_ folder: String) -> String { folder.lowercased() == "inbox" ? "INBOX" : folder }
}
