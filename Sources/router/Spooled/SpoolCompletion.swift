import ArgumentParser
import Connectors
import Dispatch
import Engine
import Glibc
import Spool
import Synchronization

/// What a shell offers that only the spool knows.
enum SpoolCompletion {
    /// More than these nobody reads.
    static let count = 50

    /// - Parameter words: Asks the spool; gets the line so far too.
    /// - Returns: What offers nothing where there is no spool: a completion never complains, and makes none.
    static func kind(
        _ words: @escaping @Sendable (any Spool, [String]) async throws(SpoolProblem) -> [String]
    ) -> CompletionKind {
        .custom { line, _, _ in
            waiting {
                guard let folder = NameCompletion.folder(line) else { return [] }
                let workspace = WorkspaceLoader.load(
                    folder, connectors: connectors, substitutions: QueueListCommand.substitutions(in: folder))
                guard let spool = try? await SpoolOpening.openIfThere(of: workspace) else { return [] }
                let found = try? await words(spool, line)
                await spool.close()
                return found ?? []
            }
        }
    }

    /// Shells are answered before anything else runs, from a function that can't wait otherwise.
    private static func waiting(_ body: @escaping @Sendable () async -> [String]) -> [String] {
        let answer = Answer()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            let found = await body()
            answer.value.withLock { $0 = found }
            done.signal()
        }
        done.wait()
        return answer.value.withLock { $0 }
    }

    private final class Answer: Sendable {
        let value = Mutex<[String]>([])
    }
}
