internal import Connecting
internal import Diagnostics
internal import Wire
internal import XML

/// The connection over which a server tells of news, on a thread of its own.
actor ExchangeListener {
    enum Outcome: Sendable {
        /// The connection had its time.
        case ended
        /// The server does not do this.
        case refused
        /// It broke, or could not be had; for how long the server wants to be left alone.
        case broken(Duration?)
    }

    private let thread: SerialThread
    private let settings: ExchangeConnector.Settings
    private let minutes: Int
    private let caller: EWSCaller
    private let gate: EWSGate
    private var session: HTTPSession?
    private var subscription: String?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ settings: ExchangeConnector.Settings, minutes: Int) throws(WireError) {
        thread = try SerialThread()
        self.settings = settings
        self.minutes = minutes
        // A gate of its own: nobody waits behind a connection that stays open.
        gate = EWSGate(limit: 1)
        do throws(Failure) {
            caller = try EWSCaller(settings, gate)
        } catch {
            throw WireError(.resources, error.message)
        }
    }

    /// Listens until the connection ends; blocks the thread meanwhile.
    func listen(
        to folder: EWSFolderID, isStopped: @escaping @Sendable () -> Bool, _ ring: @escaping @Sendable () -> Void
    ) async -> Outcome {
        do throws(EWSProblem) {
            if subscription == nil {
                subscription = try await caller.call(Subscribe(folders: [folder], way: .streaming)).id
                // What came before the subscription is not told of.
                ring()
            }
        } catch {
            return outcome(error)
        }
        guard let subscription, !isStopped() else { return .ended }
        let operation = GetStreamingEvents(subscription: subscription, minutes: minutes)
        let body = ExchangeStreamBody(operation, isStopped: isStopped, ring: ring)
        do throws(WireError) {
            let session = try open()
            session.consumer = body
            let envelope = EWSEnvelope(version: settings.version, impersonated: settings.impersonated)
            let request = HTTPRequest("POST", settings.url, headers: settings.headers, body: envelope.bytes(operation))
            let response = try await settings.credentials.opening { (login) throws(WireError) in
                try session.send(request, as: login)
            }
            if let refusal = body.refusal {
                // The next time with another one.
                self.subscription = nil
                return outcome(
                    EWSProblem(EWSWords(settings).failure(refusal, to: "GetStreamingEvents"), refusal: refusal))
            }
            return response.status == 200 ? .ended : .broken(nil)
        } catch {
            session = nil
            self.subscription = nil
            return .broken(nil)
        }
    }

    private func open() throws(WireError) -> HTTPSession {
        if let session { return session }
        let session = try HTTPSession(settings.http(whole: .seconds(minutes * 60 + 90)))
        self.session = session
        return session
    }

    /// Says goodbye; nothing depends on it.
    func close() async {
        session = nil
        guard let subscription else { return }
        self.subscription = nil
        try? await caller.call(Unsubscribe(subscription: subscription))
    }

    private func outcome(_ problem: EWSProblem) -> Outcome {
        let wait = problem.refusal?.backOff.map { Duration.milliseconds(min($0, EWSLimits.longestBackOff)) }
        switch problem.refusal?.code {
        case "ErrorInvalidServerVersion", "ErrorSchemaValidation", "ErrorInvalidRequest", "ErrorAccessDenied",
            "ErrorNotImplemented", "ErrorInvalidOperation":
            return .refused
        default: return .broken(wait)
        }
    }
}

/// Reads the envelopes of a stream as they come.
private final class ExchangeStreamBody: HTTPConsumer {
    private let operation: GetStreamingEvents
    private let isStopped: () -> Bool
    private let ring: () -> Void
    private var splitter = EWSEnvelopeSplitter()
    private(set) var refusal: EWSRefusal?
    private var isClosed = false

    init(_ operation: GetStreamingEvents, isStopped: @escaping () -> Bool, ring: @escaping () -> Void) {
        self.operation = operation
        self.isStopped = isStopped
        self.ring = ring
    }

    var isGivenUp: Bool { isStopped() }

    func begin() { splitter = EWSEnvelopeSplitter() }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        splitter.add(bytes)
        while let envelope = splitter.next() {
            guard let root = try? XMLReader.read(envelope), let answer = EWSAnswer(root) else { return false }
            switch answer {
            case .fault(let fault): refusal = fault
            case .messages(let messages):
                do throws(EWSRefusal) {
                    let part = try operation.read(messages)
                    if part.hasNews { ring() }
                    isClosed = part.isClosed
                } catch {
                    refusal = error
                }
            }
            if refusal != nil || isClosed { return false }
        }
        return !splitter.isTooLong && !isStopped()
    }
}
