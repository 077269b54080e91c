import Attributes
import Connecting
import Engine

/// What came of trying a connection without sending anything.
struct ConnectionTrial: Sendable {
    let name: String
    let file: String
    /// What was found, a line each.
    let outcome: Result<[String], Failure>

    /// How many connections are tried at once: each may wait for its server until its time is out.
    private static let width = 16

    /// - Returns: `nil` when a connection of this kind has nothing to try.
    init?(of connection: Connection) async {
        guard let checkable = connection.checkable else { return nil }
        name = connection.name
        file = connection.file
        do throws(Failure) {
            outcome = .success(try await checkable.check())
        } catch {
            connection.log.add(error)
            outcome = .failure(error)
        }
    }

    /// Tries all connections that are not disabled, several at once.
    ///
    /// - Returns: In the order of the names.
    static func all(in workspace: Workspace) async -> [ConnectionTrial] {
        var waiting = workspace.connections.values.filter { !$0.isDisabled }.sorted { $0.name < $1.name }[...]
        var trials: [ConnectionTrial] = []
        await withTaskGroup(of: ConnectionTrial?.self) { group in
            for _ in 0..<width {
                guard let connection = waiting.popFirst() else { break }
                group.addTask { await ConnectionTrial(of: connection) }
            }
            for await trial in group {
                if let trial { trials.append(trial) }
                if let connection = waiting.popFirst() { group.addTask { await ConnectionTrial(of: connection) } }
            }
        }
        return trials.sorted { $0.name < $1.name }
    }

    var status: ExitStatus {
        switch outcome {
        case .success: .done
        case .failure(let failure): ExitStatus(failure)
        }
    }

    /// `{"connection": "corporate", "ok": true, "found": ["…"]}`, or with an `error` instead of what was found.
    var json: JSON {
        switch outcome {
        case .success(let lines):
            ["connection": .string(name), "ok": true, "found": .array(lines.map { .string($0) })]
        case .failure(let failure): ["connection": .string(name), "ok": false, "error": failure.json]
        }
    }
}
