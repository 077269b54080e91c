package import Attributes
import Connecting
package import Diagnostics
import Settings

/// A folder's connections, routes and accounts, with everything that is wrong with them.
package struct Workspace: Sendable {
    package let folder: WorkspaceFolder
    package internal(set) var settings = WorkspaceSettings()
    package internal(set) var accounts = Directory.empty
    /// Those without errors, by name.
    package internal(set) var connections: [String: Connection] = [:]
    /// Those without errors, by name.
    package internal(set) var routes: [String: SendRoute] = [:]
    /// The names of all files, right or wrong.
    package internal(set) var connectionNames: [String] = []
    package internal(set) var routeNames: [String] = []
    package internal(set) var findings = Findings()
    /// The name of the connection that serves routes which name none, right or wrong.
    var defaultConnection: String?
    /// What hinders a route, by its name: in its own file, in the templates that it names, in its connection.
    var routeFindings: [String: Findings] = [:]
    /// What is wrong with a connection, by its name.
    var connectionFindings: [String: Findings] = [:]

    init(folder: WorkspaceFolder) {
        self.folder = folder
    }

    /// The route of a name, or of a unique message name.
    package func route(_ name: String) -> SendRoute? {
        routes[name] ?? routes.values.first { $0.message == name }
    }

    /// The names that a route can be addressed by.
    package var addressableNames: [String] { routeNames + routes.values.compactMap(\.message) }

    /// What is wrong with a route and with what it needs.
    package func findings(concerning route: String) -> [Diagnostic] {
        var concerned = routeFindings[route] ?? Findings()
        for diagnostic in findings.sorted
        where diagnostic.file == "router.yaml" || diagnostic.file.hasPrefix("accounts/") {
            concerned.report(diagnostic)
        }
        return concerned.sorted
    }

    /// What is wrong with a connection.
    package func findings(concerningConnection name: String) -> [Diagnostic] {
        connectionFindings[name]?.sorted ?? []
    }

    /// How the workspace's values read submitted data.
    ///
    /// - Parameters:
    ///   - route: Whose data they are.
    ///   - documents: Whether data may name files, and relative to what.
    /// - Returns: The accounts, the zone and the limits that count.
    package func context(for route: SendRoute, documents: CheckingContext.Documents) -> CheckingContext {
        CheckingContext(
            accounts: accounts, zone: route.zone, documents: documents, attachmentLimit: settings.limits.attachment)
    }
}
