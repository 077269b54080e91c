import ArgumentParser
import Attributes
import Connecting
import Engine

/// The command `router list`.
struct ListCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List routes and connections, and whether mailboxes are read.",
        discussion: """
            Those with errors are listed too, marked as such. Of mailboxes it is told when each folder was last looked at \
            with success, what the server said, how many letters wait there, and what came in that nobody has yet.

              router list
              router list --json
            """)

    @OptionGroup var options: GlobalOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        let inbox = await InboxListing(workspace, terminal)
        if terminal.isJSON {
            let members: [JSON.Member] = [
                .init(
                    name: "routes", value: .array(workspace.routeNames.map { json(route: $0, in: workspace) })),
                .init(
                    name: "connections",
                    value: .array(workspace.connectionNames.map { json(connection: $0, in: workspace) })),
            ]
            terminal.result(JSON.object(members + inbox.members).printed())
            return .done
        }
        var table = Table(style: terminal.resultStyle)
        table.heading("routes")
        for name in workspace.routeNames {
            if let route = workspace.receiveRoutes[name] {
                table.row([name, "← \(route.connection)", route.isDisabled ? "disabled" : "", route.summary ?? ""])
                continue
            }
            let route = workspace.routes[name]
            let state = route.map { $0.isDisabled ? "disabled" : "" } ?? "has errors"
            table.row([name, route.map { "→ \($0.connection)" } ?? "", state, route?.summary ?? ""])
        }
        table.heading("connections")
        for name in workspace.connectionNames {
            let connection = workspace.connections[name]
            let state = connection.map { $0.isDisabled ? "disabled" : $0.isDefault ? "default" : "" } ?? "has errors"
            let kind = [connection?.kind.name, connection?.connector.place].compactMap(\.self).joined(separator: " ")
            table.row([name, kind, state, connection?.summary ?? ""])
        }
        inbox.add(to: &table, now: .now)
        for line in table.lines { terminal.result(line) }
        return .done
    }

    private func json(route name: String, in workspace: Workspace) -> JSON {
        if let route = workspace.receiveRoutes[name] {
            return [
                "name": .string(name), "kind": "receive", "connection": .string(route.connection), "message": .null,
                "application": route.application.map { .string($0) } ?? .null, "disabled": .bool(route.isDisabled),
                "valid": true,
                "description": route.summary.map { .string($0) } ?? .null,
            ]
        }
        let route = workspace.routes[name]
        let isReceiving = workspace.receiveRouteNames.contains(name)
        return [
            "name": .string(name), "kind": isReceiving ? "receive" : route == nil ? .null : "send",
            "connection": route.map { .string($0.connection) } ?? .null,
            "message": route?.message.map { .string($0) } ?? .null,
            "application": route?.application.map { .string($0) } ?? .null,
            "disabled": .bool(route?.isDisabled ?? false),
            "valid": .bool(route != nil), "description": route?.summary.map { .string($0) } ?? .null,
        ]
    }

    private func json(connection name: String, in workspace: Workspace) -> JSON {
        let connection = workspace.connections[name]
        return [
            "name": .string(name), "kind": connection.map { .string($0.kind.name) } ?? .null,
            "place": connection?.connector.place.map { .string($0) } ?? .null,
            "default": .bool(connection?.isDefault ?? false), "disabled": .bool(connection?.isDisabled ?? false),
            "valid": .bool(connection != nil), "description": connection?.summary.map { .string($0) } ?? .null,
        ]
    }
}
