import ArgumentParser
import Attributes
import Connecting
import Spool

/// What a shell offers where a message is named: the ids of the newest ones.
enum MessageCompletion {
    static let all = kind(nil)
    static let retriable = kind(MessageAct.Verb.retry.states)
    static let cancellable = kind(MessageAct.Verb.cancel.states)

    private static func kind(_ states: Set<MessageState>?) -> CompletionKind {
        SpoolCompletion.kind { (spool, _) async throws(SpoolProblem) in
            try await spool.list(MessageFilter(states: states), Page(limit: SpoolCompletion.count)).map(
                \.id.description)
        }
    }
}
