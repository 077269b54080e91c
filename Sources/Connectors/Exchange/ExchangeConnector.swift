package import Connecting
internal import Wire

/// The way to a mailbox of Exchange over its web services: `kind: exchange`.
package struct ExchangeConnector: Sender, Receiver, CalendarService, Checkable, Authorizable {
    package static let readsEvents = true

    let settings: Settings
    let gate: EWSGate
    let callers: WorkerPool<EWSCaller>

    package init(_ settings: Settings) {
        self.settings = settings
        let gate = EWSGate(limit: settings.sessions)
        self.gate = gate
        callers = WorkerPool(limit: settings.sessions) { () throws(Failure) in try EWSCaller(settings, gate) }
    }

    package var authorization: (any Authorization)? { settings.credentials.authorization }
    package var place: String? { settings.server }
    package var interval: Duration { settings.interval }

    package var mailbox: String {
        let owner = settings.mailbox ?? settings.credentials.username
        return owner.map { "\(PlainText.printable($0)) on \(settings.server)" } ?? settings.server
    }

    package func open() async throws(Failure) -> any SendingSession {
        let session = ExchangeSession(settings, try EWSCaller(settings, gate))
        try await session.connect()
        return session
    }

    package func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement
    ) async throws(Failure) -> any ReceivingSession {
        try await open(folder, acknowledging: acknowledgement, onlyEvents: false)
    }

    package func open(
        _ folder: String, acknowledging acknowledgement: Acknowledgement, onlyEvents: Bool
    ) async throws(Failure) -> any ReceivingSession {
        let mailbox = try ExchangeMailbox(settings, gate, acknowledgement, onlyEvents: onlyEvents)
        try await mailbox.open(folder)
        return mailbox
    }

    package func check() async throws(Failure) -> [String] {
        let settings = settings
        return try await callers.using { (caller) async throws(Failure) in
            try await ExchangeCheck(settings: settings, caller: caller).findings()
        }
    }

    /// Asks one thing.
    func call<Operation: EWSOperation>(_ operation: Operation) async throws(EWSProblem) -> Operation.Output {
        let outcome: Result<Operation.Output, EWSProblem>
        do throws(Failure) {
            outcome = try await callers.using { (caller) async throws(Failure) in
                do throws(EWSProblem) {
                    return .success(try await caller.call(operation))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw EWSProblem(error)
        }
        return try outcome.get()
    }
}
