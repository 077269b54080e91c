import GRDB

@testable import Spool

extension SQLiteSpool {
    /// What its writing connection is set to.
    func settings() async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            pool.asyncWriteWithoutTransaction { database in
                do {
                    let session = SQLiteSession(database, at: "")
                    let synchronous = try session.number("PRAGMA synchronous") ?? -1
                    var mode = try session.query("PRAGMA journal_mode")
                    _ = try mode.step()
                    continuation.resume(returning: "synchronous \(synchronous), journal_mode \(mode.text(0))")
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
