import Connecting
import Spool

extension Workspace {
    /// The folders that are to be read, each for one route.
    ///
    /// - Parameter staging: Where large letters become files first.
    /// - Returns: By route, then in the order in which they stand there.
    func folderSources(staging: String) -> [FolderSource] {
        receiveRoutes.values.sorted { $0.name < $1.name }.flatMap { route in
            folderSources(of: route, staging: staging)
        }
    }

    func folderSources(of route: ReceiveRoute, staging: String) -> [FolderSource] {
        guard !route.isDisabled, let connection = connections[route.connection], !connection.isDisabled,
            let receiver = connection.connector as? any Receiver
        else { return [] }
        let folders = route.folders.isEmpty ? type(of: receiver).usualFolders : route.folders
        return folders.map { folder in
            FolderSource(
                route: route.name, folder: FolderName(connection: connection.name, folder: folder), receiver: receiver,
                acknowledgement: route.acknowledgement, onlyEvents: route.kind == .event, keep: settings.keep,
                bus: route.bus, staging: staging, footprint: connection.footprint, log: connection.log)
        }
    }

    /// Who gets messages, and how many at once: as many as the connection has sessions.
    var handlingTargets: [String: Int] {
        var targets: [String: Int] = [:]
        for route in receiveRoutes.values {
            for entry in route.deliveries {
                switch entry.target {
                case .connection(let name): targets[entry.target.description] = connections[name]?.sessions ?? 1
                case .route: targets[entry.target.description] = 4
                }
            }
        }
        return targets
    }
}

extension Workspace {
    /// The same with no other receive route.
    package func only(_ route: ReceiveRoute) -> Workspace {
        var workspace = self
        workspace.receiveRoutes = [route.name: route]
        return workspace
    }
}

extension ReceiveRoute {
    /// Who is to get its messages.
    var handlings: [NewHandling] {
        deliveries.map { NewHandling(number: $0.number, target: $0.target.description) }
    }
}
