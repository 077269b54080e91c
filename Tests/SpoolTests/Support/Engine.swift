import Peers
import Spool
import Testing

/// The two ways to keep a spool: what holds for one holds for the other.
enum Engine: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case sqlite
    case postgres

    static let inboxes = Engine.allCases

    var testDescription: String { rawValue }

    /// Runs a test with an empty spool of its own, which is gone afterwards.
    func withSpool(_ body: (Place) async throws -> Void) async throws {
        switch self {
        case .sqlite:
            let folder = try ScratchFolder()
            defer { folder.remove() }
            try await body(Place(text: "sqlite:\(folder.path)/router.db", folder: folder))
        case .postgres:
            let folder = try ScratchFolder()
            defer { folder.remove() }
            let server = try await PostgresServer.shared
            let database = try await server.newDatabase()
            try await body(Place(text: server.address(database), folder: folder))
            try await server.drop(database)
        }
    }
}

/// Where a spool is, and a folder for what else a test needs.
struct Place: Sendable {
    /// As in `router.yaml`.
    let text: String
    let folder: ScratchFolder

    /// Opens it, as each process does for itself.
    func open() async throws -> any Spool { try await SpoolAddress(text, workspace: folder.path).open() }

    /// The trial program at work on it, in the same workspace.
    func child(_ command: String, _ arguments: String...) throws -> Child {
        try Child([Child.trial, command, text] + arguments, environment: ["WORKSPACE": folder.path])
    }
}
