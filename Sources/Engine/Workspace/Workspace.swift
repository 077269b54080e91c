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
    /// Those without errors, by name.
    package internal(set) var receiveRoutes: [String: ReceiveRoute] = [:]
    /// The names of all files, right or wrong.
    package internal(set) var connectionNames: [String] = []
    /// Of routes of both kinds.
    package internal(set) var routeNames: [String] = []
    /// Those of them that say they receive, right or wrong.
    package internal(set) var receiveRouteNames: Set<String> = []
    /// The connection for routes that name none; it may be wrong itself.
    package internal(set) var defaultConnection: String?
    /// Several connections want to be the default: none can be taken for what was meant.
    var hasSeveralDefaults = false
    /// What is wrong, by the file that leads to it: a template's mistakes are its route's.
    private var findingsByFile: [String: Findings] = [:]
    /// The files of the routes and of their connections, right or wrong.
    private var filesOfRoutes: [String: [String]] = [:]

    init(folder: WorkspaceFolder) {
        self.folder = folder
    }

    /// Everything that is wrong.
    package var findings: Findings {
        var all = Findings()
        for findings in findingsByFile.values { all.report(findings) }
        return all
    }

    /// The send route of a name, or of a unique message name.
    package func route(_ name: String) -> SendRoute? {
        routes[name] ?? routes.values.first { $0.message == name }
    }

    /// The names that a route can be addressed by.
    package var addressableNames: [String] { routeNames + routes.values.compactMap(\.message).sorted() }

    /// What is wrong with the files that a route needs: its own, its connection's, what holds for all routes, and the accounts.
    package func findings(concerning route: String) -> [Diagnostic] {
        let needed = filesOfRoutes[route] ?? []
        var concerning = Findings()
        for (file, findings) in findingsByFile
        where needed.contains(file) || file == WorkspaceSettings.file || file.hasPrefix("accounts/") {
            concerning.report(findings)
        }
        return concerning.sorted
    }

    /// What is wrong with a connection's file.
    package func findings(concerningConnection name: String) -> [Diagnostic] {
        var concerning = Findings()
        for file in ["connections/\(name).yaml", "connections/\(name).yml"] {
            if let findings = findingsByFile[file] { concerning.report(findings) }
        }
        return concerning.sorted
    }

    /// How the workspace's values read submitted data.
    ///
    /// - Parameters:
    ///   - route: Whose time zone holds for times without an offset.
    ///   - documents: Whether data may name files, and relative to what.
    /// - Returns: What checking needs beside the data.
    package func context(for route: SendRoute, documents: CheckingContext.Documents) -> CheckingContext {
        CheckingContext(
            accounts: accounts, zone: route.zone, documents: documents, attachmentLimit: settings.limits.attachment)
    }

    mutating func note(_ findings: Findings, of file: String) {
        if !findings.isEmpty { findingsByFile[file, default: Findings()].report(findings) }
    }

    /// Forgets their names, and what is wrong with them, so that their folders can be gone through again.
    mutating func forgetRoutesAndConnections() {
        (connectionNames, routeNames, receiveRouteNames) = ([], [], [])
        findingsByFile = findingsByFile.filter { !$0.key.hasPrefix("routes/") && !$0.key.hasPrefix("connections/") }
    }

    mutating func note(_ files: [String], of route: String) {
        filesOfRoutes[route] = files
    }

    /// Whether a file, read so far, has errors.
    func isWrong(_ file: String) -> Bool { findingsByFile[file].map { $0.errors > 0 } ?? false }
}
