import Attributes
import Connecting
import Diagnostics
import Engine

extension Operation {
    static let listConnections = Operation(
        id: "listConnections", method: "GET", path: "/v1/connections", summary: "List connections and how they are",
        scope: .read, outcomes: [Outcome(status: 200, summary: "The connections", schema: "ConnectionList")]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let workspace = api.service.workspace
        let health = await api.service.health()
        let connections = workspace.connectionNames.map { name -> JSON in
            let connection = workspace.connections[name]
            return [
                "name": .string(name), "kind": .optional(connection?.kind.name),
                "place": .optional(connection?.connector.place), "description": .optional(connection?.summary),
                "default": .bool(connection?.isDefault ?? false), "disabled": .bool(connection?.isDisabled ?? false),
                "valid": .bool(connection != nil), "health": health[name].map(API.json) ?? .null,
            ]
        }
        return .json(["connections": .array(connections)])
    }

    static let testConnection = Operation(
        id: "testConnection", method: "POST", path: "/v1/connections/{name}/test",
        summary: "Connect and log in, without sending anything", scope: .admin,
        parameters: [.path("name", "The connection's name")],
        outcomes: [Outcome(status: 200, summary: "What came of it", schema: "ConnectionTest")], problems: [404, 409]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let workspace = api.service.workspace
        let name = call.capture("name")
        guard let connection = workspace.connections[name] else {
            if workspace.connectionNames.contains(name) {
                throw Problem(
                    409, "connection-wrong", "The connection is wrong",
                    "'\(name)' has errors; 'router check' shows them")
            }
            throw Problem(
                404, "no-such-connection", "There is no such connection",
                "there is no connection '\(Visible.shortened(name, to: 100))'; "
                    + (Suggestion.help(for: name, among: workspace.connectionNames)
                        ?? "GET /v1/connections lists them"))
        }
        guard let checkable = connection.checkable else {
            throw Problem(
                409, "nothing-to-test", "There is nothing to test",
                "a connection of kind \(connection.kind.name) has nothing to try")
        }
        do throws(Failure) {
            let found = try await checkable.check()
            return .json([
                "name": .string(name), "works": true, "found": .array(found.map { .string($0) }), "error": .null,
            ])
        } catch {
            connection.log.add(error)
            return .json([
                "name": .string(name), "works": false, "found": .array([]), "error": AttemptError(error).json,
            ])
        }
    }
}

/// A failure in the words that a caller gets.
struct AttemptError {
    private let failure: Failure

    init(_ failure: Failure) { self.failure = failure }

    var json: JSON {
        [
            "code": .string(failure.code.rawValue), "message": .string(failure.message), "help": .string(failure.help),
        ]
    }
}

extension API {
    fileprivate static func json(_ health: OutletHealth) -> JSON {
        [
            "state": .string(health.circuit.isOpen ? "failing" : health.circuit.failures > 0 ? "unsteady" : "working"),
            "failures": .integer(health.circuit.failures),
            "error": health.circuit.failure.map { AttemptError($0).json } ?? .null,
        ]
    }
}
