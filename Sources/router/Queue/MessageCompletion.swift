import ArgumentParser
import Attributes
import Connecting
import Connectors
import Dispatch
import Engine
import Glibc
import Spool
import Synchronization

/// What a shell offers where a message is named: the ids of the newest ones.
enum MessageCompletion {
    /// More than these nobody reads.
    private static let count = 50

    static let all = kind(nil)
    static let retriable = kind(DecisionRun.Verb.retry.states)
    static let cancellable = kind(DecisionRun.Verb.cancel.states)

    private static func kind(_ states: Set<MessageState>?) -> CompletionKind {
        .custom { words, _, _ in waiting { await ids(in: states, words) } }
    }

    /// - Returns: Nothing where there is no spool: a completion never complains, and makes none.
    private static func ids(in states: Set<MessageState>?, _ words: [String]) async -> [String] {
        guard let folder = NameCompletion.folder(words) else { return [] }
        let workspace = WorkspaceLoader.load(
            folder, connectors: connectors, substitutions: QueueListCommand.substitutions(in: folder))
        let text = workspace.settings.spool ?? SpoolAddress.usual
        guard let address = try? SpoolAddress(text, workspace: folder.path) else { return [] }
        if case .sqlite(let path) = address, access(path, R_OK | W_OK) != 0 { return [] }
        guard let spool = try? await address.open() else { return [] }
        let messages = try? await spool.list(MessageFilter(states: states), Page(limit: count))
        await spool.close()
        return (messages ?? []).map(\.id.description)
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
