package import Attributes
import Connecting
package import Engine
package import Spool

/// Knows what has come in and whether mailboxes are read, as of some seconds ago.
package struct InboxFigures: Sendable {
    private static let patience = Duration.seconds(5)

    private let arrivals: Remembered<[ArrivalTally]>
    private let looks: Remembered<[FolderLiveness]>

    init(_ service: Service) {
        let spool = service.spool
        arrivals = Remembered([], for: Self.patience) { try? await spool.arrivalTally() }
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

    /// The folders that are to be read, as they are.
    func folders() async -> [FolderLiveness] { await looks.value() }

    /// Folders that were read once, of connections that are still in use.
    package static func folders(_ states: [FolderState], in workspace: Workspace, now: Instant) -> [FolderLiveness] {
        states.compactMap { state in
            guard let connection = workspace.connections[state.name.connection], !connection.isDisabled else {
                return nil
            }
            return FolderLiveness(state, interval: connection.interval, now: now)
        }.sorted { ($0.folder.connection, $0.folder.folder) < ($1.folder.connection, $1.folder.folder) }
    }
}

extension Connection {
    /// How often its folders are looked at, at least.
    package var interval: Duration { (connector as? any Receiver)?.interval ?? FolderLiveness.usualInterval }
}
