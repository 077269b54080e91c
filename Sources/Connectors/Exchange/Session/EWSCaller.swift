internal import Attributes
internal import Connecting
internal import Wire
internal import XML

/// Asks the server on a thread of its own, one operation after the other; its connection is kept for the next one.
actor EWSCaller {
    private let thread: SerialThread
    private let settings: ExchangeConnector.Settings
    private let words: EWSWords
    private let gate: EWSGate
    private let conversation: ConnectionLog.Conversation?
    private var session: HTTPSession?
    /// Whether the last request may have reached the server twice: a kept connection turned out to be closed, and libcurl has asked again.
    private(set) var mayHaveRepeated = false
    /// What the server told of itself last.
    private(set) var server: EWSServerVersion?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(_ settings: ExchangeConnector.Settings, _ gate: EWSGate) throws(Failure) {
        self.settings = settings
        self.gate = gate
        words = EWSWords(settings)
        conversation = settings.log?.conversation()
        do throws(WireError) {
            thread = try SerialThread()
        } catch {
            throw words.failure(error)
        }
    }

    /// Asks, and waits while the server is busy.
    ///
    /// - Parameters:
    ///   - operation: What to do.
    ///   - streamed: The elements whose text goes to the sink.
    ///   - sink: Makes the sink of letters, for each attempt anew.
    /// - Returns: What came of it.
    /// - Throws: Why nothing did.
    func call<Operation: EWSOperation>(
        _ operation: Operation, streaming streamed: Set<String> = [], to sink: (@Sendable () -> any XMLSink)? = nil
    ) async throws(EWSProblem) -> Operation.Output {
        let request = request(
            EWSEnvelope(version: settings.version, impersonated: settings.impersonated).bytes(operation))
        var attempt = 1
        while true {
            do throws(EWSBusy) { try await gate.enter() } catch { throw words.busy(error) }
            do throws(EWSProblem) {
                let output = try await ask(operation, request, streamed, sink?())
                await gate.leave(busy: nil)
                return output
            } catch {
                let busy = error.refusal.flatMap { $0.isBusy ? $0 : nil }
                await gate.leave(busy: busy)
                guard busy != nil, attempt < EWSLimits.retries else { throw error }
                attempt += 1
            }
        }
    }

    private func ask<Operation: EWSOperation>(
        _ operation: Operation, _ request: HTTPRequest, _ streaming: Set<String>, _ sink: (any XMLSink)?
    ) async throws(EWSProblem) -> Operation.Output {
        conversation?.add(.client, ["\(Operation.name) (\(request.body.count) bytes)"])
        let (response, body) = try await exchange(request, Operation.name, streaming, sink)
        let answer = try words.answer(response, body, to: Operation.name)
        server = body.server ?? server
        let messages: [EWSMessage]
        switch answer {
        case .fault(let refusal): throw refused(refusal, Operation.name)
        case .messages(let found): messages = found
        }
        do throws(EWSRefusal) {
            let output = try operation.read(messages)
            conversation?.add(.server, ["\(Operation.name): \(messages.first?.code ?? "nothing")"])
            return output
        } catch {
            throw refused(error, Operation.name)
        }
    }

    private func refused(_ refusal: EWSRefusal, _ operation: String) -> EWSProblem {
        conversation?.add(.server, ["\(operation): \(refusal.code) \(PlainText.printable(refusal.text))"])
        return EWSProblem(words.failure(refusal, to: operation), refusal: refusal, mayBeDone: refusal.mayBeDone)
    }

    private func exchange(
        _ request: HTTPRequest, _ operation: String, _ streaming: Set<String>, _ sink: (any XMLSink)?
    ) async throws(EWSProblem) -> (HTTPResponse, EWSBody) {
        let credentials = settings.credentials
        do throws(WireError) {
            let isKept = session != nil
            let session = try open()
            let body = EWSBody(streaming: streaming, to: sink)
            let response = try await credentials.opening { (login) throws(WireError) in
                session.consumer = body
                let response = try session.send(request, as: login)
                if case .tokens = credentials, response.status == 401 {
                    throw WireError(.authenticationRefused, "401 Unauthorized")
                }
                return response
            }
            mayHaveRepeated = isKept && response.isOnNewConnection
            return (response, body)
        } catch {
            conversation?.add(.note, ["\(operation): \(error.detail)"])
            // The connection may be half open: the next request takes a new one.
            session = nil
            throw EWSProblem(words.failure(error), mayBeDone: Self.mayBeDone(error))
        }
    }

    /// Whether the request may have got through.
    private static func mayBeDone(_ error: WireError) -> Bool {
        switch error.kind {
        case .timedOut, .connectionLost, .protocolViolation, .resources: true
        default: false
        }
    }

    private func request(_ body: [UInt8]) -> HTTPRequest {
        HTTPRequest("POST", settings.url, headers: settings.headers, body: body)
    }

    private func open() throws(WireError) -> HTTPSession {
        if let session { return session }
        if let flaw = settings.tls.flaws.first {
            throw WireError(
                .file, "the file \(PlainText.printable(flaw.path)) of '\(flaw.key.rawValue)' \(flaw.problem.words)")
        }
        let session = try HTTPSession(settings.http(whole: settings.timeout))
        self.session = session
        return session
    }
}
