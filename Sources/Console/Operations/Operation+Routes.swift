import Attributes
import Diagnostics
import Engine

extension Operation {
    static let listRoutes = Operation(
        id: "listRoutes", method: "GET", path: "/v1/routes", summary: "List routes", scope: .read,
        outcomes: [Outcome(status: 200, summary: "The routes that the token reaches", schema: "RouteList")]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let workspace = api.service.workspace
        let routes = workspace.routeNames.compactMap { name -> JSON? in
            if let route = workspace.receiveRoutes[name] {
                return call.reaches(route.application) ? API.json(route) : nil
            }
            guard let route = workspace.routes[name] else {
                // Whose it is can't be known.
                return call.token?.applications == nil ? API.json(brokenRoute: name) : nil
            }
            return call.reaches(route.application) ? API.json(route) : nil
        }
        return .json(["routes": .array(routes)])
    }

    static let showRoute = Operation(
        id: "showRoute", method: "GET", path: "/v1/routes/{route}",
        summary: "Show a route with what it takes, as JSON Schema and as a sample", scope: .read,
        parameters: [.path("route", "The route, or its message name")],
        outcomes: [Outcome(status: 200, summary: "The route", schema: "RouteDetail")], problems: [404]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let workspace = api.service.workspace
        let name = call.capture("route")
        if let route = workspace.receiveRoutes[name], call.reaches(route.application),
            case .object(let members) = API.json(route)
        {
            return .json(
                .object(
                    members + [
                        .init(name: "schema", value: route.schema.jsonSchema),
                        .init(name: "sample", value: route.sample()),
                    ]))
        }
        guard let route = workspace.route(name), call.reaches(route.application),
            case .object(let members) = API.json(route)
        else {
            if workspace.routeNames.contains(name), workspace.route(name) == nil, call.token?.applications == nil {
                throw Problem(.broken(route: name, workspace.findings(concerning: name)))
            }
            let known = workspace.addressableNames.filter {
                workspace.route($0).map { call.reaches($0.application) } ?? false
            }
            throw .noSuchRoute(name, help: Suggestion.help(for: name, among: known))
        }
        return .json(
            .object(
                members + [
                    .init(name: "schema", value: route.schema.jsonSchema.withoutPaths),
                    .init(name: "sample", value: route.sample()),
                ]))
    }
}

extension API {
    fileprivate static func json(_ route: SendRoute) -> JSON {
        [
            "name": .string(route.name), "message": .optional(route.message), "connection": .string(route.connection),
            "application": .optional(route.application), "bus": .integer(route.bus),
            "description": .optional(route.summary), "disabled": .bool(route.isDisabled), "valid": true,
        ]
    }

    fileprivate static func json(_ route: ReceiveRoute) -> JSON {
        [
            "name": .string(route.name), "message": .null, "connection": .string(route.connection),
            "application": .optional(route.application), "bus": .integer(route.bus),
            "description": .optional(route.summary), "disabled": .bool(route.isDisabled), "valid": true,
        ]
    }

    fileprivate static func json(brokenRoute name: String) -> JSON {
        [
            "name": .string(name), "message": .null, "connection": .null, "application": .null, "bus": .null,
            "description": .null, "disabled": false, "valid": false,
        ]
    }
}

extension JSON {
    /// A schema for those who can't name files of this machine.
    fileprivate var withoutPaths: JSON {
        switch self {
        case .array(let items): return .array(items.map(\.withoutPaths))
        case .object(let members):
            return .object(
                members.map { member in
                    guard member.name == "anyOf", case .array(let choices) = member.value else {
                        return Member(name: member.name, value: member.value.withoutPaths)
                    }
                    let kept = choices.filter { choice in
                        choice["properties"]?["Path"] == nil && choice["description"] != "a file's path"
                    }
                    return Member(name: member.name, value: JSON.array(kept).withoutPaths)
                })
        default: return self
        }
    }
}
