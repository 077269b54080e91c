internal import Connecting
internal import Wire

extension IMAPSession {
    /// Waits for news; that the connection lives is made sure of at every interval.
    func wait(atMost patience: Duration) async throws(Failure) {
        guard let folder else { throw words.failure(WireError(.connectionLost, "no folder is open"), settings.line) }
        let end = ContinuousClock.now + patience
        // What is said already may be news.
        while !dialogue.hasNews, try await hear(until: .now, { _ in }) {}
        if settings.isIdling, dialogue.offers("IDLE"), !refusesIdle {
            while !dialogue.hasNews, ContinuousClock.now < end, !Task.isCancelled, !refusesIdle {
                try await idle(until: min(end, ContinuousClock.now + settings.idlePeriod))
            }
        }
        if !dialogue.hasNews, ContinuousClock.now < end, !Task.isCancelled {
            try await rest(until: min(end, ContinuousClock.now + settings.interval))
        }
        try checkValidity(folder)
    }

    /// IDLE (RFC 2177), until news, the deadline, or the task's end.
    ///
    ///     C: R12 IDLE
    ///     S: + idling
    ///     S: * 43 EXISTS
    ///     C: DONE
    ///     S: R12 OK Idle completed
    private func idle(until deadline: ContinuousClock.Instant) async throws(Failure) {
        let command = dialogue.command("IDLE")
        try write(command.bytes)
        var isIdling = false
        var answer: IMAPStatus?
        func take(_ response: IMAPResponse) {
            switch response {
            case .continuation: isIdling = true
            case .status(let status) where status.tag == command.tag: answer = status
            default: break
            }
        }
        let limit = ContinuousClock.now + settings.patience
        while !isIdling, answer == nil {
            guard try await hear(until: limit, take) else { throw silent }
            try checkFarewell()
        }
        if let answer {
            // QUIRK: some servers offer IDLE and refuse it.
            refusesIdle = answer.condition != .ok
            return
        }
        while !dialogue.hasNews, answer == nil {
            guard try await hear(until: deadline, endsEarly: true, take) else { break }
            try checkFarewell()
        }
        if answer == nil { try write(Array("DONE\r\n".utf8)) }
        let end = ContinuousClock.now + settings.patience
        while answer == nil {
            guard try await hear(until: end, take) else { throw silent }
            if answer == nil { try checkFarewell() }
        }
    }

    /// Waits without IDLE, and then asks.
    private func rest(until deadline: ContinuousClock.Instant) async throws(Failure) {
        while !dialogue.hasNews, try await hear(until: deadline, endsEarly: true, { _ in }) {}
        guard !dialogue.hasNews else { return }
        try await require("NOOP")
    }

    private var silent: Failure { lose(WireError(.timedOut, "the server does not answer any more")) }
}
