import Attributes
import Synchronization

/// Knows the tokens that hold now: the file is looked at when it may have changed, and read again when it has.
package final class TokenKeeper: Sendable {
    /// How long a look is good for: a token that was revoked ends within this time.
    private static let patience = Duration.seconds(1)

    private struct State {
        var file: TokenFile
        var look: FileLook?
        var looked: ContinuousClock.Instant?
        var tokens: [AccessToken] = []
    }

    private let state: Mutex<State>
    private let tell: @Sendable (TokenFile.Problem) -> Void

    /// - Parameters:
    ///   - file: Where the tokens are; it may come later.
    ///   - tell: Is told once of a file that can't be used; what held before holds on.
    package init(_ file: TokenFile, tell: @escaping @Sendable (TokenFile.Problem) -> Void) {
        state = Mutex(State(file: file))
        self.tell = tell
    }

    /// Another file holds from now on.
    package func use(_ file: TokenFile) {
        state.withLock { state in
            guard state.file.path != file.path else { return }
            state = State(file: file)
        }
    }

    package var isEmpty: Bool { state.withLock { refresh(&$0) }.isEmpty }

    /// The token with this text, if it holds.
    package func token(_ text: String) -> AccessToken? {
        let hash = AccessToken.hash(of: text)
        let tokens = state.withLock { refresh(&$0) }
        // All are compared, whichever it is.
        var found: AccessToken?
        for token in tokens where token.has(hash: hash) { found = token }
        guard let found, !found.isExpired(at: .now) else { return nil }
        return found
    }

    private func refresh(_ state: inout State) -> [AccessToken] {
        let now = ContinuousClock.now
        if let looked = state.looked, now - looked < Self.patience { return state.tokens }
        let look = FileLook(state.file.path)
        defer { state.looked = now }
        guard state.looked == nil || look != state.look else { return state.tokens }
        state.look = look
        do throws(TokenFile.Problem) {
            state.tokens = try state.file.read()
        } catch {
            tell(error)
        }
        return state.tokens
    }
}
