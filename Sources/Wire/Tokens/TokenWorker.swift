internal import Attributes
internal import Diagnostics

/// Gets tokens on a thread of its own: looks at what is stored, asks the server, stores what comes.
actor TokenWorker {
    private let thread: SerialThread
    private let settings: OAuth2Settings
    private let store: TokenStore?
    private let clock: @Sendable () -> Instant
    private let words: TokenWords
    private let fingerprint: String
    private let seed: String
    private var endpoint: TokenEndpoint?
    /// The latest tokens, as long as they could not be stored.
    private var unkept: KeptTokens?
    /// Why tokens are not stored, when they are not.
    private(set) var note: String?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ settings: OAuth2Settings, _ store: TokenStore?, _ clock: @escaping @Sendable () -> Instant) throws(WireError)
    {
        thread = try SerialThread()
        self.settings = settings
        self.store = store
        self.clock = clock
        words = TokenWords(settings: settings)
        fingerprint = settings.fingerprint
        seed = settings.seed
    }

    /// A token that is good for some time yet, other than one that was refused.
    func obtain(insteadOf refused: Secret?) -> Result<KeptTokens, WireError> {
        do throws(WireError) { return .success(try renew(insteadOf: refused)) } catch { return .failure(error) }
    }

    /// What is stored for these settings, good or not.
    func status() -> Result<KeptTokens?, WireError> {
        do throws(WireError) {
            let kept = try kept()
            return .success(kept?.fingerprint == fingerprint || kept?.seed == seed && !seed.isEmpty ? kept : nil)
        } catch {
            return .failure(error)
        }
    }

    /// - Returns: Whether there was anything to delete.
    func forget() -> Result<Bool, WireError> {
        unkept = nil
        guard let store else { return .success(false) }
        do throws(TokenStore.Problem) {
            // Who renews just now would store it again.
            let lock = try? store.lock()
            defer { withExtendedLifetime(lock) {} }
            return .success(try store.remove())
        } catch {
            return .failure(words.store(error))
        }
    }

    // MARK: Renewing

    private func renew(insteadOf refused: Secret?) throws(WireError) -> KeptTokens {
        if let kept = try kept(), isUseful(kept, refused) { return kept }
        let lock = try lock()
        defer { withExtendedLifetime(lock) {} }
        // Another process may have been quicker.
        let kept = try kept()
        if let kept, isUseful(kept, refused) { return kept }
        do throws(WireError) {
            let new = try ask(kept)
            keep(new, hadRefresh: kept?.refresh)
            return new
        } catch {
            // Renewed before its time, it is good for a while without the server.
            if error.kind == .tokenUnavailable, let kept, kept.fingerprint == fingerprint, kept.access != refused,
                kept.isGood(at: clock(), margin: Self.lastMoments)
            {
                return kept
            }
            throw error
        }
    }

    /// Seconds before its end in which a token is not used any more, even if there is no other.
    private static let lastMoments: Int64 = 10

    private func isUseful(_ kept: KeptTokens, _ refused: Secret?) -> Bool {
        kept.fingerprint == fingerprint && kept.access != refused && kept.isFresh(at: clock())
    }

    private func kept() throws(WireError) -> KeptTokens? {
        if let unkept { return unkept }
        do throws(TokenStore.Problem) { return try store?.read() } catch { throw words.store(error) }
    }

    /// - Returns: `nil` when nothing can be stored, so that nobody else can use it either.
    private func lock() throws(WireError) -> FileLock? {
        guard let store else {
            note = Self.note(.homeless)
            return nil
        }
        do throws(TokenStore.Problem) { try store.prepare() } catch {
            note = Self.note(error)
            return nil
        }
        do throws(TokenStore.Problem) { return try store.lock() } catch {
            throw WireError(.tokenUnavailable, error.words, remedy: error.help)
        }
    }

    private static func note(_ problem: TokenStore.Problem) -> String {
        "tokens can't be kept: \(problem.words); \(problem.help)"
    }

    private func keep(_ new: KeptTokens, hadRefresh old: Secret?) {
        unkept = new
        do throws(TokenStore.Problem) {
            guard let store else { throw .homeless }
            try store.write(new)
            unkept = nil
            note = nil
        } catch {
            note = Self.note(error)
        }
        if unkept != nil, let refresh = new.refresh, refresh != old {
            note =
                (note ?? Self.note(.homeless))
                + "; \(settings.server) has replaced the refresh token, and may not take the old one again"
        }
    }

    // MARK: Asking

    private func ask(_ kept: KeptTokens?) throws(WireError) -> KeptTokens {
        let now = clock()
        let scope = settings.scopes.joined(separator: " ")
        var fields: [(name: String, value: String)] = []
        var refresh: Secret?
        switch settings.grant {
        case .clientCredentials:
            fields = [("grant_type", "client_credentials")]
        case .refreshToken(let first):
            refresh = kept?.seed == seed ? kept?.refresh ?? first : first
        case .deviceCode:
            guard let kept, kept.seed == seed else { throw words.nobodyLoggedIn }
            guard let token = kept.refresh else { throw words.loginEnded }
            refresh = token
        case .serviceAccount(let account): return try ask(account, now)
        }
        if let refresh { fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.reveal())] }
        if !scope.isEmpty, refresh == nil || settings.refreshesWithScopes { fields.append(("scope", scope)) }
        let (response, redact) = try server().ask(
            settings.tokenURL, fields, secrets: [refresh].compactMap(\.self), at: now)
        return try tokens(TokenReply(response, at: now, redact: redact.callAsFunction), refresh: refresh, at: now)
    }

    private func ask(_ account: ServiceAccount, _ now: Instant) throws(WireError) -> KeptTokens {
        let server = try server()
        func answer(at time: Instant) throws(WireError) -> TokenReply {
            let assertion = try account.assertion(scopes: settings.scopes, for: settings.tokenURL, at: time)
            let (response, redact) = try server.ask(
                settings.tokenURL,
                [("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("assertion", assertion.reveal())],
                secrets: [assertion], at: now)
            return TokenReply(response, at: now, redact: redact.callAsFunction)
        }
        var result = try answer(at: now)
        if case .refused = result, abs(server.skew) > TokenLimits.skew {
            // One of the two clocks is wrong, and the server goes by its own.
            result = try answer(at: Instant(seconds: now.seconds + server.skew))
        }
        return try tokens(result, refresh: nil, at: now)
    }

    private func tokens(_ answer: TokenReply, refresh: Secret?, at now: Instant) throws(WireError) -> KeptTokens {
        switch answer {
        case .tokens(let access, let next, let lifetime):
            return KeptTokens(
                access: access, obtained: now, expires: Instant(seconds: now.seconds + lifetime),
                refresh: next ?? refresh, fingerprint: fingerprint, seed: seed)
        case .refused(let code, let text): throw words.refused(code, text)
        case .unavailable(let text, let wait):
            var error = words.unavailable(text)
            error.retryAfter = wait
            throw error
        }
    }

    private func server() throws(WireError) -> TokenEndpoint {
        if let endpoint { return endpoint }
        let new = try TokenEndpoint(settings)
        endpoint = new
        return new
    }

    // MARK: Device codes

    /// Asks for a code that a person can enter in a browser.
    func deviceCode() -> Result<DeviceCode, WireError> {
        do throws(WireError) {
            guard let url = settings.deviceURL else {
                throw WireError(
                    .tokenRefused, "\(settings.server) has no device codes, as far as the settings say",
                    remedy: "write device-url:, or use another grant:")
            }
            let scope = settings.scopes.joined(separator: " ")
            let now = clock()
            let (response, redact) = try server().ask(
                url, scope.isEmpty ? [] : [("scope", scope)], secrets: [], at: now)
            switch DeviceCode.Answer(response, at: now, redact: redact.callAsFunction) {
            case .code(let code): return .success(code)
            case .other(.refused(let code, let text)): throw words.refused(code, text)
            case .other(.unavailable(let text, _)): throw words.unavailable(text)
            case .other(.tokens): throw words.unavailable("gives an answer without sense: a token nobody asked for")
            }
        } catch {
            return .failure(error)
        }
    }

    /// Asks whether the person has entered it; stores the tokens if so.
    func poll(_ code: DeviceCode) -> DeviceCode.Progress {
        do throws(WireError) {
            let now = clock()
            var fields: [(name: String, value: String)] = [
                ("grant_type", settings.deviceGrant), ("device_code", code.secret.reveal()),
            ]
            if settings.deviceGrant != OAuth2Settings.standardDeviceGrant {
                fields.append(("code", code.secret.reveal()))
            }
            let (response, redact) = try server().ask(settings.tokenURL, fields, secrets: [code.secret], at: now)
            let answer = TokenReply(response, at: now, redact: redact.callAsFunction)
            switch answer {
            case .refused("authorization_pending", _): return .pending
            case .refused("slow_down", _): return .slowDown
            case .refused("expired_token", _): return .expired
            case .refused("access_denied", let text):
                throw WireError(
                    .tokenRefused, "the login was declined: \(settings.server) \(text)",
                    remedy: "log in again, and allow it")
            default: return .done(try keepLogin(try tokens(answer, refresh: nil, at: now)))
            }
        } catch {
            return error.kind == .tokenUnavailable ? .unavailable(error) : .failed(error)
        }
    }

    private func keepLogin(_ new: KeptTokens) throws(WireError) -> KeptTokens {
        guard let store else { throw words.store(.homeless) }
        do throws(TokenStore.Problem) {
            let lock = try store.lock()
            defer { withExtendedLifetime(lock) {} }
            try store.write(new)
            unkept = nil
            return new
        } catch {
            throw words.store(error)
        }
    }
}
