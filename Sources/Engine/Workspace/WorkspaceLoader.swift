package import Connecting
import Attributes
import Diagnostics
package import Settings

extension Diagnostic.Code {
    static let duplicateAccount = Self(rawValue: "duplicate-account")
    static let duplicateMessage = Self(rawValue: "duplicate-message")
    static let twoDefaults = Self(rawValue: "two-defaults")
    static let nothingHere = Self(rawValue: "nothing-here")
}

/// Reads a workspace from its folder: settings, then accounts and connections, then the routes that use them.
package struct WorkspaceLoader {
    private let files: WorkspaceFiles
    private let connectors: [any Connector.Type]
    private var reader: Reader
    private var workspace: Workspace

    /// Reads all of it, and keeps what is wrong among the workspace's findings.
    ///
    /// - Parameters:
    ///   - folder: The workspace's.
    ///   - connectors: The kinds of connections that there are.
    ///   - substitutions: Where secrets come from.
    /// - Returns: What could be read.
    package static func load(
        _ folder: WorkspaceFolder, connectors: [any Connector.Type], substitutions: Substitutions
    ) -> Workspace {
        var loader = WorkspaceLoader(folder, connectors, substitutions)
        loader.loadSettings()
        loader.loadAccounts()
        loader.loadConnections()
        loader.loadRoutes()
        loader.workspace.findings = loader.reader.findings
        return loader.workspace
    }

    private init(_ folder: WorkspaceFolder, _ connectors: [any Connector.Type], _ substitutions: Substitutions) {
        files = WorkspaceFiles(folder: folder)
        self.connectors = connectors
        reader = Reader(substitutions)
        workspace = Workspace(folder: folder)
    }

    private mutating func loadSettings() {
        guard FileEntry(at: files.folder.resolve("router.yaml")) != .missing else { return }
        // Every key is optional, and so is all of them.
        var scratch = Findings()
        guard let node = files.read("router.yaml", &scratch) else {
            let real = scratch.sorted.filter { $0.code != .missingKey }
            for diagnostic in real { reader.findings.report(diagnostic) }
            return
        }
        workspace.settings = WorkspaceSettings.read(node, &reader)
    }

    private mutating func loadAccounts() {
        var accounts: [Account] = []
        var places: [Node] = []
        for path in files.list("accounts") {
            guard let node = files.read(path, &reader.findings) else { continue }
            guard case .sequence(let items) = node.content else {
                reader.report(
                    node, .wrongType, "accounts are a list, and this is \(node.kind)",
                    help: "write each as: - {id: ivan, name: Иван Петров, address: ivan@example.com}") as Void?
                continue
            }
            for item in items {
                guard let setting = AccountSetting.read(item, &reader) else { continue }
                accounts.append(setting.account)
                places.append(item)
            }
        }
        workspace.accounts = Directory(accounts: accounts)
        for duplicate in workspace.accounts.duplicates {
            let first = places[duplicate.first]
            reader.report(
                places[duplicate.second], .duplicateAccount,
                "another account has the same \(duplicate.field.rawValue): \(first.source.path), line \(first.span.start.line)",
                help: "give one of them another, or delete it") as Void?
        }
    }

    private mutating func loadConnections() {
        let connectionReader = ConnectionReader(folder: files.folder, connectors: connectors)
        var defaults: [Connection] = []
        var wrongDefault: String?
        for path in files.list("connections") {
            guard let name = files.name(of: path, &reader.findings) else { continue }
            workspace.connectionNames.append(name)
            workspace.connectionFindings[name] = collecting { loader in
                guard let node = loader.files.read(path, &loader.reader.findings) else { return }
                guard let connection = connectionReader.read(node, named: name, file: path, &loader.reader) else {
                    if node["default"]?.scalar?.text == "true" { wrongDefault = wrongDefault ?? name }
                    return
                }
                loader.workspace.connections[name] = connection
                if connection.isDefault { defaults.append(connection) }
            }
        }
        workspace.defaultConnection = defaults.first?.name ?? wrongDefault
        for other in defaults.dropFirst() {
            reader.findings.report(
                Diagnostic(
                    .error, .twoDefaults, file: other.file, "'\(defaults[0].name)' is the default connection already",
                    help: "keep 'default: true' in one of them"))
        }
    }

    private mutating func loadRoutes() {
        let routeReader = RouteReader(workspace: workspace, files: files)
        var messages: [String: String] = [:]
        for path in files.list("routes") {
            guard let name = files.name(of: path, &reader.findings) else { continue }
            workspace.routeNames.append(name)
            var connection = workspace.defaultConnection
            var found = collecting { loader in
                guard let node = loader.files.read(path, &loader.reader.findings) else { return }
                connection = node["connection"]?.scalar?.text ?? connection
                guard let route = routeReader.read(node, named: name, file: path, &loader.reader) else { return }
                if let message = route.message, let first = messages[message] {
                    return loader.reader.findings.report(
                        Diagnostic(
                            .error, .duplicateMessage, file: path,
                            "the message name '\(message)' belongs to \(first) already",
                            help: "message names are unique: choose another"))
                }
                if let message = route.message { messages[message] = path }
                loader.workspace.routes[name] = route
            }
            if let connection, let own = workspace.connectionFindings[connection] { found.report(own) }
            workspace.routeFindings[name] = found
        }
    }

    /// What the body finds wrong, apart from the rest.
    ///
    /// Two routes may name the same wrong template: it hinders both, and is reported once.
    private mutating func collecting(_ body: (inout WorkspaceLoader) -> Void) -> Findings {
        let before = reader.findings
        reader.findings = Findings()
        body(&self)
        let found = reader.findings
        reader.findings = before
        reader.findings.report(found)
        return found
    }
}
