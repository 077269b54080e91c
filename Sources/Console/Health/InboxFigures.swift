package import Attributes
import Connecting
package import Engine
package import Spool

/// Knows what has come in and whether mailboxes are read, as of some seconds ago.
package struct InboxFigures: Sendable {
    private static let patience = Duration.seconds(5)

    private let arrivals: Remembered<[ArrivalTally]>
    private let looks: Remembered<[FolderLiveness]>
    private let canaries: Remembered<[CanaryHealth]>

    init(_ service: Service) {
        let spool = service.spool
        arrivals = Remembered([], for: Self.patience) { try? await spool.arrivalTally() }
        canaries = Remembered([], for: Self.patience) {
            try? await CanaryHealth.all(of: service.workspace, in: spool, now: .now)
        }
        looks = Remembered([], for: Self.patience) {
            let now = Instant.now
            let own = await service.folders().map { FolderLiveness($0, now: now) }
            guard let states = try? await spool.folders() else { return own.isEmpty ? nil : own }
            // What this process does not read is as others have written it down.
            let others = Self.folders(states, in: service.workspace, now: now).filter { other in
                !own.contains { $0.folder == other.folder && !$0.isElsewhere }
            }
            let otherNames = Set(others.map(\.folder))
            return own.filter { !otherNames.contains($0.folder) } + others
        }
    }

    /// Counts of arrivals by route and state; those of the last look when the spool can't be asked.
    func tallies() async -> [ArrivalTally] { await arrivals.value() }

    /// Whether the letters that routes send to themselves come back.
    func canaryHealth() async -> [CanaryHealth] { await canaries.value() }

    /// The folders that are to be read, as they are.
    func folders() async -> [FolderLiveness] { await looks.value() }

    /// The folders that a workspace's routes ask for, as whichever process reads them has written down.
    package static func folders(_ states: [FolderState], in workspace: Workspace, now: Instant) -> [FolderLiveness] {
        let known = Dictionary(states.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        var folders: [FolderLiveness] = []
        for route in workspace.receiveRoutes.values where !route.isDisabled {
            guard let connection = workspace.connections[route.connection], !connection.isDisabled,
                let receiver = connection.connector as? any Receiver
            else { continue }
            for folder in route.folders.isEmpty ? type(of: receiver).usualFolders : route.folders {
                let name = FolderName(connection: connection.name, folder: folder)
                let state = known[name] ?? FolderState(name: name)
                folders.append(
                    FolderLiveness(state, of: route.name, interval: receiver.interval, now: now))
            }
        }
        return folders.sorted { ($0.folder.connection, $0.folder.folder) < ($1.folder.connection, $1.folder.folder) }
    }
}
