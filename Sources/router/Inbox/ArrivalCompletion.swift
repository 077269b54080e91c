import ArgumentParser
import Attributes
import Spool

/// What a shell offers where an arrival or a mailbox's folder is named.
enum ArrivalCompletion {
    static let all = kind(ArrivalFilter())
    static let retriable = kind(ArrivalFilter(states: ArrivalAct.usuallyRetried))
    static let unprocessed = kind(ArrivalFilter(needsProcessing: true))

    /// The folders of the connection that stands before.
    static let folders = SpoolCompletion.kind { (spool, line) async throws(SpoolProblem) in
        let names = try await spool.folders().map(\.name)
        let own = names.filter { line.contains($0.connection) }
        return (own.isEmpty ? names : own).map(\.folder)
    }

    private static func kind(_ filter: ArrivalFilter) -> CompletionKind {
        SpoolCompletion.kind { (spool, _) async throws(SpoolProblem) in
            try await spool.arrivals(filter, Page(limit: SpoolCompletion.count)).map(\.id.description)
        }
    }
}
