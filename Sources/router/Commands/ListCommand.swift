import ArgumentParser
import Attributes
import Connecting
import Engine

/// The command `router list`.
struct ListCommand: RouterSubcommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List routes and connections.",
        discussion: """
            Those with errors are listed too, marked as such.

              router list
              router list --json
            """)

    @OptionGroup var options: GlobalOptions

    func perform(_ terminal: Terminal) async throws(CommandFailure) -> ExitStatus {
        let workspace = try openWorkspace()
        if terminal.isJSON {
            let listing: JSON = [
                "routes": .array(workspace.routeNames.map { json(route: $0, in: workspace) }),
                "connections": .array(workspace.connectionNames.map { json(connection: $0, in: workspace) }),
            ]
            terminal.result(listing.printed())
            return .done
        }
        var table = Table(style: terminal.resultStyle)
        table.heading("routes")
        for name in workspace.routeNames {
            if let route = workspace.receiveRoutes[name] {
                let state = route.isDisabled ? "disabled" : ""
                table.row([name, "← \(route.connection)", state, route.summary ?? ""])
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
        for line in table.lines { terminal.result(line) }
        return .done
    }

    private func json(route name: String, in workspace: Workspace) -> JSON {
        if let route = workspace.receiveRoutes[name] {
            return [
                "name": .string(name), "kind": "receive", "connection": .string(route.connection), "message": .null,
                "application": route.application.map { .string($0) } ?? .null, "disabled": .bool(route.isDisabled),
                "valid": true, "description": route.summary.map { .string($0) } ?? .null,
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
