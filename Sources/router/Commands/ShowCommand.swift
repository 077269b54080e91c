import ArgumentParser
import Attributes
import Connecting
import Diagnostics
import Engine
import MIME

/// The command `router show`.
struct ShowCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a route's attributes with sample data, or a connection.",
        discussion: """
            The sample goes to stdout, the rest to stderr: it can be written to a file, edited and sent.

              router show meeting-invite
              router show meeting-invite --quiet > attrs.json
              router show local
            """)

    @OptionGroup var options: GlobalOptions

    @Argument(help: "A route or a connection.", completion: NameCompletion.both)
    var name: String

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        if let route = workspace.receiveRoutes[name] {
            Self.tell(errorsElsewhere: workspace.findings.errors, terminal)
            show(route, terminal)
            return .done
        }
        if let connection = workspace.connections[name], workspace.route(name) == nil,
            !workspace.routeNames.contains(name)
        {
            show(connection, terminal)
            return .done
        }
        if workspace.connectionNames.contains(name), workspace.route(name) == nil, !workspace.routeNames.contains(name)
        {
            let own = workspace.findings(concerningConnection: name)
            throw Self.broken(own, "the connection '\(name)' is wrong", terminal)
        }
        guard workspace.route(name) != nil || workspace.routeNames.contains(name) else {
            throw CommandFailure(
                .noInput, "no-such-name", "there is no route and no connection '\(name)'",
                help: Suggestion.help(for: name, among: workspace.addressableNames + workspace.connectionNames)
                    ?? "'router list' shows what there is")
        }
        show(try route(name, in: workspace, terminal), terminal)
        return .done
    }

    private func show(_ route: SendRoute, _ terminal: Terminal) {
        let sample = route.sample()
        guard !terminal.isJSON else {
            let description: JSON = [
                "name": .string(route.name), "kind": "send", "connection": .string(route.connection),
                "description": route.summary.map { .string($0) } ?? .null,
                "message": route.message.map { .string($0) } ?? .null,
                "application": route.application.map { .string($0) } ?? .null, "disabled": .bool(route.isDisabled),
                "attributes": .array(route.schema.attributes.map(json)), "sample": sample,
            ]
            return terminal.result(description.printed())
        }
        terminal.note("\(route.name) → \(route.connection)" + (route.summary.map { ": \($0)" } ?? ""))
        list(route.schema.attributes, terminal)
        terminal.note("a sample:")
        terminal.result(sample.printed(.pretty))
    }

    private func show(_ route: ReceiveRoute, _ terminal: Terminal) {
        let targets = route.deliveries.map(\.target.words)
        guard !terminal.isJSON else {
            let description: JSON = [
                "name": .string(route.name), "kind": "receive", "connection": .string(route.connection),
                "folders": .array(route.folders.map { .string($0) }),
                "description": route.summary.map { .string($0) } ?? .null,
                "application": route.application.map { .string($0) } ?? .null, "disabled": .bool(route.isDisabled),
                "deliver": .array(targets.map { .string($0) }),
                "attributes": .array(route.schema.attributes.map(json)), "sample": route.sample(),
            ]
            return terminal.result(description.printed())
        }
        terminal.note("\(route.name) ← \(route.connection)" + (route.summary.map { ": \($0)" } ?? ""))
        terminal.note("  reads \(route.folders.joined(separator: ", "))")
        if !targets.isEmpty { terminal.note("  delivers to \(targets.joined(separator: ", "))") }
        list(route.schema.attributes, terminal)
        terminal.note("a sample:")
        terminal.result(route.sample().printed(.pretty))
    }

    private func list(_ attributes: [Attribute], _ terminal: Terminal) {
        var table = Table(style: terminal.style)
        for attribute in attributes {
            let type = attribute.type.word + (attribute.isArray ? " list" : "")
            let need = attribute.isNotEmpty ? "not empty" : attribute.isRequired ? "required" : "optional"
            table.row([attribute.name, type, need, attribute.title ?? ""])
            for field in attribute.type.fields?.attributes ?? [] {
                table.row(["  .\(field.name)", field.type.word + (field.isArray ? " list" : ""), "", field.title ?? ""])
            }
        }
        for line in table.lines { terminal.note(line) }
    }

    private func json(_ attribute: Attribute) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "name", value: .string(attribute.name)),
            .init(name: "type", value: .string(attribute.type.word)),
            .init(name: "title", value: attribute.title.map { .string($0) } ?? .null),
            .init(name: "array", value: .bool(attribute.isArray)),
            .init(name: "required", value: .bool(attribute.isRequired)),
            .init(name: "notEmpty", value: .bool(attribute.isNotEmpty)),
        ]
        if let fields = attribute.type.fields {
            members.append(.init(name: "fields", value: .array(fields.attributes.map(json))))
        }
        return .object(members)
    }

    private func show(_ connection: Connection, _ terminal: Terminal) {
        let sender = connection.senderMailbox
        guard !terminal.isJSON else {
            let description: JSON = [
                "name": .string(connection.name), "kind": .string(connection.kind.name),
                "file": .string(connection.file),
                "place": connection.connector.place.map { .string($0) } ?? .null,
                "description": connection.summary.map { .string($0) } ?? .null,
                "default": .bool(connection.isDefault), "disabled": .bool(connection.isDisabled),
                "sender": sender.map { ["name": .string($0.name ?? ""), "address": .string($0.address)] } ?? .null,
            ]
            return terminal.result(description.printed())
        }
        terminal.result("\(connection.name): \(connection.kind.name), \(connection.file)")
        if let summary = connection.summary { terminal.result("  \(summary)") }
        if let place = connection.connector.place { terminal.result("  reaches \(place)") }
        if let sender { terminal.result("  sends as \(sender.shown)") }
        if connection.isDefault { terminal.result("  serves routes that name no connection") }
        if connection.isDisabled { terminal.result("  disabled") }
        terminal.result("  'router test \(connection.name)' tries it")
    }
}

extension HandlerEntry.Target {
    /// For people: `bpm`, `the route auto-reply`.
    fileprivate var words: String {
        switch self {
        case .connection(let name): name
        case .route(let name): "the route \(name)"
        }
    }
}
