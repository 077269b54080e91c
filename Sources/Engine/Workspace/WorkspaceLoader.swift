import Attributes
package import Connecting
import Diagnostics
package import Settings

extension Diagnostic.Code {
    static let duplicateName = Self(rawValue: "duplicate-name")
    static let duplicateMessage = Self(rawValue: "duplicate-message")
    static let twoDefaults = Self(rawValue: "two-defaults")
}

/// Reads a workspace from its folder: settings, then accounts and connections, then the routes that use them.
package struct WorkspaceLoader: Sendable {
    private let files: WorkspaceFiles
    private let connectors: [any Connector.Type]
    private let substitutions: Substitutions
    private var workspace: Workspace
    /// Which files of `routes/` and `connections/` are read.
    private var scope = Scope.all
    /// Files that were looked into before their turn.
    private var ahead: [String: (node: Node?, findings: Findings)] = [:]
    /// Where each message name stands, by name.
    private var messages: [String: String] = [:]

    private enum Scope {
        case all
        case only(Set<String>)
        case except(Set<String>)

        func holds(_ file: String) -> Bool {
            switch self {
            case .all: true
            case .only(let files): files.contains(file)
            case .except(let files): !files.contains(file)
            }
        }
    }

    /// Reads a workspace, right or wrong.
    ///
    /// - Parameters:
    ///   - folder: Where it is.
    ///   - connectors: The kinds of connections that there are.
    ///   - substitutions: Where values from outside come from.
    /// - Returns: All that could be read, and all that is wrong.
    package static func load(
        _ folder: WorkspaceFolder, connectors: [any Connector.Type], substitutions: Substitutions
    ) -> Workspace {
        var loader = WorkspaceLoader(folder, connectors, substitutions)
        loader.loadSettings()
        loader.loadAccounts()
        loader.loadConnections()
        loader.loadRoutes()
        return loader.workspace
    }

    /// Reads what one route needs: the settings, the accounts, its own file and its connection's.
    ///
    /// - Parameters:
    ///   - route: The base name of its file.
    ///   - folder: Where the workspace is.
    ///   - connectors: The kinds of connections that there are.
    ///   - substitutions: Where values from outside come from.
    /// - Returns: A workspace with no other route and no other connection, though with the names of all, and what counts the errors of
    ///   the others; `nil` when what the route needs is only known from the others, and all have to be read.
    package static func load(
        for route: String, in folder: WorkspaceFolder, connectors: [any Connector.Type], substitutions: Substitutions
    ) -> (workspace: Workspace, errorsElsewhere: @Sendable () -> Int)? {
        var loader = WorkspaceLoader(folder, connectors, substitutions)
        guard loader.narrow(to: route) else { return nil }
        loader.loadSettings()
        loader.loadAccounts()
        loader.loadConnections()
        loader.loadRoutes()
        return (loader.workspace, { [loader] in loader.errorsElsewhere() })
    }

    /// Reads what was left out, for a route that is right.
    private func errorsElsewhere() -> Int {
        guard case .only(let files) = scope else { return workspace.findings.errors }
        var rest = self
        rest.scope = .except(files)
        rest.workspace.forgetRoutesAndConnections()
        rest.loadConnections()
        rest.loadRoutes()
        return rest.workspace.findings.errors
    }

    private init(_ folder: WorkspaceFolder, _ connectors: [any Connector.Type], _ substitutions: Substitutions) {
        files = WorkspaceFiles(folder: folder)
        self.connectors = connectors
        self.substitutions = substitutions
        workspace = Workspace(folder: folder)
    }

    private mutating func loadSettings() {
        let file = WorkspaceSettings.file
        guard FileEntry(at: files.folder.resolve(file)) != .missing else { return }
        var reader = Reader(substitutions)
        // Every key is optional, and so are all of them.
        if let node = files.read(file, mayBeEmpty: true, &reader.findings) {
            workspace.settings = WorkspaceSettings.read(node, &reader)
        }
        workspace.note(reader.shown, of: file)
    }

    private mutating func loadAccounts() {
        var accounts = AccountsReader(files: files, substitutions: substitutions)
        workspace.accounts = accounts.read { workspace.note($0, of: $1) }
    }

    private mutating func loadConnections() {
        let connectionReader = ConnectionReader(folder: files.folder, connectors: connectors)
        load("connections", names: \.connectionNames) { loader, name, file, node, reader in
            loader.workspace.connections[name] = connectionReader.read(node, named: name, file: file, &reader)
            // A connection that is wrong elsewhere is still meant to be the default.
            guard let flag = node["default"], flag.scalar?.text == "true" else { return }
            if let first = loader.workspace.defaultConnection {
                loader.workspace.hasSeveralDefaults = true
                reader.report(
                    flag, .twoDefaults, "'\(first)' is the default connection already",
                    help: "keep 'default: true' in one of them") as Void?
            } else {
                loader.workspace.defaultConnection = name
            }
        }
    }

    private mutating func loadRoutes() {
        let routeReader = RouteReader(workspace: workspace, files: files)
        var receiving: [(name: String, file: String, node: Node)] = []
        load("routes", names: \.routeNames) { loader, name, file, node, reader in
            let connection = node["connection"]?.scalar?.text ?? loader.workspace.defaultConnection ?? ""
            loader.workspace.note([file, "connections/\(connection).yaml", "connections/\(connection).yml"], of: name)
            switch RouteKind.read(node, &reader) {
            case .receive?:
                loader.workspace.receiveRouteNames.insert(name)
                receiving.append((name, file, node))
            case .send?:
                var route = routeReader.read(node, named: name, file: file, &reader)
                if let message = node["message"], !loader.claim(message, file, &reader) { route = nil }
                // Letters in the wrong language or zone are worse than none.
                if loader.workspace.isWrong(WorkspaceSettings.file) { route = nil }
                loader.workspace.routes[name] = route
            case nil: break
            }
        }
        loadReceiveRoutes(receiving)
    }

    /// Reads those that receive: last, for their messages may go to send routes.
    private mutating func loadReceiveRoutes(_ routes: [(name: String, file: String, node: Node)]) {
        let receiveReader = ReceiveReader(workspace: workspace, files: files)
        var owners: [String: String] = [:]
        for (name, file, node) in routes {
            var reader = Reader(substitutions)
            var route = receiveReader.read(node, named: name, file: file, &reader)
            if let found = route, !found.isDisabled {
                let place = node["folders"] ?? node["connection"] ?? node
                for folder in found.folders {
                    let key = "\(found.connection)/\(ReceiveRoute.sameName(folder))"
                    guard let owner = owners.updateValue(owners[key] ?? name, forKey: key) else { continue }
                    route = nil
                    reader.report(
                        place, .duplicateFolder,
                        "the route '\(owner)' reads '\(folder)' of '\(found.connection)' already",
                        help: "a letter belongs to one route: read another folder, or make one route of the two")
                        as Void?
                }
            }
            if workspace.isWrong(WorkspaceSettings.file) { route = nil }
            workspace.receiveRoutes[name] = route
            workspace.note(reader.shown, of: file)
        }
    }

    /// Reads the files of a folder, each with a reader of its own.
    private mutating func load(
        _ folder: String, names: WritableKeyPath<Workspace, [String]>,
        _ body: (inout Self, _ name: String, _ file: String, Node, inout Reader) -> Void
    ) {
        for file in files.list(folder) {
            var reader = Reader(substitutions)
            if let name = files.name(of: file, &reader.findings) {
                if workspace[keyPath: names].contains(name) {
                    reader.findings.report(
                        Diagnostic(
                            .error, .duplicateName, file: file, "another file has the name '\(name)' already",
                            help: "keep one of \(folder)/\(name).yaml and \(folder)/\(name).yml"))
                } else {
                    workspace[keyPath: names].append(name)
                    if folder == "routes" { workspace.note([file], of: name) }
                    guard scope.holds(file) else { continue }
                    if let node = root(of: file, &reader.findings) { body(&self, name, file, node, &reader) }
                }
            }
            workspace.note(reader.shown, of: file)
        }
    }

    /// Leaves out what a route does not need.
    ///
    /// - Returns: Whether its own file says what it needs.
    private mutating func narrow(to route: String) -> Bool {
        let routes = files.list("routes")
        let own = Self.files(named: route, among: routes)
        guard own.count == 1, let file = own.first else { return false }
        var findings = Findings()
        let node = files.read(file, &findings)
        ahead[file] = (node, findings)
        // Its messages may go to any other.
        if node?["kind"]?.scalar?.text == RouteKind.receive.rawValue { return false }
        // Without one, the route takes the default, which any file may claim to be.
        guard let connection = node?["connection"]?.scalar?.text else { return false }
        // A message name is its first owner's.
        if let message = node?["message"] {
            guard let name = message.scalar?.text, !name.isEmpty else { return false }
            if routes.contains(where: { $0 != file && files.mentions(name, in: $0) }) { return false }
        }
        scope = .only(Set(own + Self.files(named: connection, among: files.list("connections"))))
        return true
    }

    private static func files(named name: String, among files: [String]) -> [String] {
        files.filter { $0.hasSuffix("/\(name).yaml") || $0.hasSuffix("/\(name).yml") }
    }

    /// A file's root node, read once.
    private mutating func root(of file: String, _ findings: inout Findings) -> Node? {
        guard let read = ahead.removeValue(forKey: file) else { return files.read(file, &findings) }
        findings.report(read.findings)
        return read.node
    }

    /// Takes a message name for a route.
    ///
    /// - Returns: Whether nobody else has it, and no route is called so.
    private mutating func claim(_ node: Node, _ file: String, _ reader: inout Reader) -> Bool {
        guard let message = node.scalar?.text else { return false }
        let namesake = files.list("routes").first { $0 == "routes/\(message).yaml" || $0 == "routes/\(message).yml" }
        guard let owner = messages[message] ?? (namesake == file ? nil : namesake) else {
            messages[message] = file
            return true
        }
        return reader.report(
            node, .duplicateMessage, "the message name '\(node.written)' belongs to \(owner) already",
            help: "message names are unique, also among the routes' own names: choose another") ?? false
    }
}
