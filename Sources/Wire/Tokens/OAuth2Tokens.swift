package import Attributes
package import Diagnostics

/// The OAuth2 access tokens of one connection, for all of its sessions.
///
/// Nothing is set up before the first token is asked for: no thread, no file, no library.
package actor OAuth2Tokens: AccessTokens {
    package nonisolated let settings: OAuth2Settings
    private let store: @Sendable () -> TokenStore?
    private let clock: @Sendable () -> Instant
    private let pause: @Sendable (Duration) async -> Void
    private var worker: TokenWorker?
    private var held: KeptTokens?
    /// The one request that runs; all who want a token wait for it.
    private var flight: Task<Result<KeptTokens, WireError>, Never>?
    /// The server asked to be left alone until then.
    private var rest: (until: Instant, error: WireError)?

    /// - Parameters:
    ///   - settings: How tokens are got.
    ///   - store: Where they are kept; `nil` for nowhere.
    ///   - clock: This machine's.
    ///   - pause: How the time between two questions about a device code is passed.
    package init(
        _ settings: OAuth2Settings, store: @escaping @Sendable () -> TokenStore?,
        clock: @escaping @Sendable () -> Instant = { .now },
        pause: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.settings = settings
        self.store = store
        self.clock = clock
        self.pause = pause
    }

    package func token() async throws(WireError) -> Secret { try await token(not: nil) }

    package func token(insteadOf refused: Secret) async throws(WireError) -> Secret { try await token(not: refused) }

    private func token(not refused: Secret?) async throws(WireError) -> Secret {
        while true {
            if let held, held.access != refused, held.isFresh(at: clock()) { return held.access }
            let joined = flight
            let isOurs = joined == nil
            let result = if let joined { await joined.value } else { await (try start(insteadOf: refused)).value }
            let token = try result.get().access
            // Another's may have brought the very token that was refused to us.
            if isOurs || token != refused { return token }
        }
    }

    /// The task clears its own traces before it ends: whoever wakes from waiting finds none, or the next.
    private func start(insteadOf refused: Secret?) throws(WireError) -> Task<Result<KeptTokens, WireError>, Never> {
        if let rest {
            if clock() < rest.until { throw rest.error }
            self.rest = nil
        }
        let worker = try ready()
        let task = Task {
            let result = await worker.obtain(insteadOf: refused)
            land(result)
            return result
        }
        flight = task
        return task
    }

    private func land(_ result: Result<KeptTokens, WireError>) {
        flight = nil
        switch result {
        case .success(let tokens): held = tokens
        case .failure(let error):
            if let wait = error.retryAfter { rest = (Instant(seconds: clock().seconds + wait), error) }
        }
    }

    private func ready() throws(WireError) -> TokenWorker {
        if let worker { return worker }
        let new = try TokenWorker(settings, store(), clock)
        worker = new
        return new
    }

    // MARK: Logging in

    /// Why tokens are not kept from one run to the next, when they are not.
    package var note: String? {
        get async { await worker?.note }
    }

    /// What is stored, good or not.
    package func stored() async throws(WireError) -> KeptTokens? { try await ready().status().get() }

    /// Deletes what is stored.
    ///
    /// - Returns: Whether there was anything.
    package func forget() async throws(WireError) -> Bool {
        held = nil
        return try await ready().forget().get()
    }

    /// Why tokens can't be kept, before a person is bothered; `nil` when they can.
    package func storeProblem() -> TokenStore.Problem? {
        do throws(TokenStore.Problem) {
            guard let store = store() else { throw .homeless }
            try store.prepare()
            return nil
        } catch {
            return error
        }
    }

    /// Lets a person allow the login in a browser, and stores what comes of it.
    ///
    /// - Parameter show: Tells the person where to go and what to enter.
    /// - Returns: What is stored now.
    /// - Throws: `tokenRefused` when it was not allowed or can't be stored, `tokenUnavailable` when it was not in time.
    package func logIn(_ show: @Sendable (DeviceCode) async -> Void) async throws(WireError) -> KeptTokens {
        let worker = try ready()
        let code = try await worker.deviceCode().get()
        await show(code)
        let expired = WireError(
            .tokenUnavailable, "the code was not entered in time",
            remedy: "run 'router login \(settings.connection)' again, and enter the new code")
        var interval = code.interval
        var waited: Int64 = 0
        while waited + interval <= code.expiresIn {
            await pause(.seconds(interval))
            waited += interval
            if Task.isCancelled { throw WireError(.tokenUnavailable, "the login was broken off") }
            switch await worker.poll(code) {
            case .pending: break
            // RFC 8628 section 3.5.
            case .slowDown: interval += Self.slowing
            case .unavailable: interval = (interval * 2).clamped(to: TokenLimits.interval)
            case .expired: throw expired
            case .done(let tokens):
                held = tokens
                rest = nil
                return tokens
            case .failed(let error): throw error
            }
        }
        throw expired
    }

    private static let slowing: Int64 = 5
}
