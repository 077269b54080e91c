import Attributes
import Connecting
import MIME
import Spool
import Synchronization

/// Sends data through a send route, once for a key; says why nothing was sent.
typealias Submit =
    @Sendable (_ data: JSON, _ route: String, _ key: String, Replying?) async -> Result<
        Accepted, SubmitProblem
    >

/// Hands a message that was understood to one handler.
final class Messenger: Sendable {
    /// Answers that one sender gets from one route within an hour: more would be a loop, or an attack on somebody.
    private static let answersPerHour = 10

    private let spool: any Spool
    private let interpreter: Interpreter
    private let shelf: MessageShelf
    private let submit: Submit
    private let workspace = Mutex<Workspace?>(nil)

    init(_ spool: any Spool, _ interpreter: Interpreter, _ shelf: MessageShelf, submit: @escaping Submit) {
        self.spool = spool
        self.interpreter = interpreter
        self.shelf = shelf
        self.submit = submit
    }

    func use(_ workspace: Workspace) { self.workspace.withLock { $0 = workspace } }

    func handOver(_ handling: ClaimedHandling) async -> HandlingLane.End {
        defer { shelf.release(handling.id.arrival) }
        guard let workspace = workspace.withLock({ $0 }), let route = workspace.receiveRoutes[handling.route] else {
            return .gone("the route '\(handling.route)' is not there any more, or is wrong")
        }
        if handling.id.isErrorResponse { return await tellError(handling, of: route, workspace) }
        guard route.deliveries.indices.contains(handling.id.number),
            case let entry = route.deliveries[handling.id.number], entry.target.description == handling.target
        else { return .gone("'deliver:' of the route '\(route.name)' has no such entry any more") }
        switch entry.target {
        case .connection(let name):
            guard let handler = Self.handler(name, workspace) else { return Self.closed(name) }
            guard let message = await message(handling) else { return Self.unreadable }
            return await hand(message, to: entry, of: route, handler, handling, workspace)
        case .route(let name):
            // Whether a letter may be answered stands in its headers, which the message has not all of.
            guard let (message, letter) = await letter(handling) else { return Self.unreadable }
            return await send(message, letter, entry, of: route, through: name, handling, workspace)
        }
    }

    private static let unreadable = HandlingLane.End.gone("the letter can't be understood any more as it was before")

    private static func handler(_ name: String, _ workspace: Workspace) -> (any Handler)? {
        guard let connection = workspace.connections[name], !connection.isDisabled else { return nil }
        return connection.connector as? any Handler
    }

    private static func closed(_ name: String) -> HandlingLane.End {
        .failed(
            Failure(
                .settingsWrong, .again, "the connection '\(name)' is disabled, or wrong",
                help: "mend connections/\(name).yaml"))
    }

    // MARK: To a connection

    private func hand(
        _ message: IncomingMessage, to entry: HandlerEntry, of route: ReceiveRoute, _ handler: any Handler,
        _ handling: ClaimedHandling, _ workspace: Workspace
    ) async -> HandlingLane.End {
        switch route.handed(message, to: entry, id: handling.id.arrival, attempt: handling.attempts + 1) {
        case .failure(let problem):
            return .failed(Failure(.messageRefused, .never, problem.reason.message, help: problem.reason.help))
        case .success(let handed):
            do throws(Failure) {
                let reply = MeetingReply(spool, handling, to: message, of: route, entry, workspace)
                if let reply, let answer = try await reply.kept() { return .done(try await reply.send(answer)) }
                var answer = try await handler.handle(handed)
                switch Self.verdict(on: answer, entry, route) {
                case .fits: break
                case .flawed(let flaw):
                    answer.words += "; \(flaw)"
                    if reply != nil { answer.words += ", so that the meeting request stays unanswered" }
                    return .done(answer)
                case .unfit(let failure): return .unfit(failure)
                }
                guard let reply else { return .done(answer) }
                try await reply.keep(answer)
                return .done(try await reply.send(answer))
            } catch {
                return .failed(error)
            }
        }
    }

    private static func verdict(
        on answer: HandlerAnswer, _ entry: HandlerEntry, _ route: ReceiveRoute
    ) -> ResponseVerdict {
        guard entry.responds, let schema = route.response else { return .fits }
        return ResponseVerdict(answer.response, schema, from: entry.target.description, zone: route.zone)
    }

    // MARK: Telling what went wrong

    /// Who is told when a handling has failed for good.
    func errorHandling(_ handling: ClaimedHandling) -> NewHandling? {
        workspace.withLock { $0?.receiveRoutes[handling.route]?.errorHandling }
    }

    private func tellError(
        _ handling: ClaimedHandling, of route: ReceiveRoute, _ workspace: Workspace
    ) async -> HandlingLane.End {
        guard let responder = route.responder, case let entry = route.deliveries[responder],
            entry.target.description == handling.target, case .connection(let name) = entry.target
        else { return .gone("the route '\(route.name)' has its error responses told to another handler now") }
        guard let handler = Self.handler(name, workspace) else { return Self.closed(name) }
        do throws(SpoolProblem) {
            guard let story = try await spool.arrival(handling.id.arrival), let error = ErrorMessage(story) else {
                return .skipped("nothing is wrong with the letter any more")
            }
            let raw = try await spool.raw(of: handling.id.arrival)
            let letter: IncomingMessage? =
                if let raw { await interpreter.outline(ClaimedArrival(story.arrival, raw)) } else { nil }
            let attempt = handling.attempts + 1
            switch route.handed(error, to: entry, letter: letter, arrival: story.arrival, attempt: attempt) {
            case .failure(let problem):
                return .failed(Failure(.messageRefused, .never, problem.reason.message, help: problem.reason.help))
            case .success(let handed):
                do throws(Failure) {
                    return .done(try await handler.handle(handed))
                } catch {
                    return .failed(error)
                }
            }
        } catch {
            return .failed(Failure(.spoolFailed, .again, error.problem, help: error.remedy))
        }
    }

    // MARK: Through a route

    private func send(
        _ message: IncomingMessage, _ letter: ReadLetter, _ entry: HandlerEntry, of route: ReceiveRoute,
        through name: String, _ handling: ClaimedHandling, _ workspace: Workspace
    ) async -> HandlingLane.End {
        if let why = AutoReply.refusal(for: letter, own: Self.ownAddresses(workspace)) {
            return .skipped("nothing was sent, since the letter \(why)")
        }
        let data: JSON
        switch route.data(of: message, for: entry) {
        case .success(let filled): data = filled
        case .failure(let problem):
            return .failed(Failure(.messageRefused, .never, problem.reason.message, help: problem.reason.help))
        }
        do throws(SpoolProblem) {
            let sender = (letter.replyTo.first ?? letter.from.first)?.address.lowercased() ?? ""
            guard try await mayAnswer(sender, through: name, for: handling.id) else {
                return .skipped("nothing was sent, since \(sender) got \(Self.answersPerHour) answers within an hour")
            }
        } catch {
            return .failed(Failure(.spoolFailed, .again, error.problem, help: error.remedy))
        }
        let replying = Replying(
            messageID: letter.messageID, references: letter.references + (letter.messageID.map { [$0] } ?? []),
            thread: message.thread)
        let key = "arrival:\(handling.id.arrival)/\(handling.id.number)"
        switch await submit(data, name, key, replying) {
        case .success(let accepted): return .done(HandlerAnswer(words: "sent as \(accepted.id)"))
        // It was sent before the process died, by a route that has changed since.
        case .failure(.conflict(let id)): return .done(HandlerAnswer(words: "sent as \(id)"))
        case .failure(let problem): return .failed(Failure(problem))
        }
    }

    /// Takes one of the answers that a sender gets within an hour; the same handling takes only one.
    private func mayAnswer(
        _ sender: String, through route: String, for handling: HandlingID
    ) async throws(SpoolProblem) -> Bool {
        let text = "\(handling.arrival)/\(handling.number)"
        let now = Instant.now
        for place in 0..<Self.answersPerHour {
            let key = "answer:\(route):\(place):\(sender.prefix(500))"
            if try await spool.note(key)?.text == text { return true }
            let isFree = try await spool.write(Note(text, time: now), key: key, unlessAfter: now + .seconds(-3600))
            if isFree { return true }
        }
        return false
    }

    private static func ownAddresses(_ workspace: Workspace) -> Set<String> {
        Set(workspace.connections.values.compactMap { $0.senderMailbox?.address.lowercased() })
    }

    // MARK: The letter

    private func message(_ handling: ClaimedHandling) async -> IncomingMessage? {
        if let message = shelf.message(handling.id.arrival) { return message }
        return await letter(handling)?.message
    }

    private func letter(_ handling: ClaimedHandling) async -> (message: IncomingMessage, letter: ReadLetter)? {
        guard let story = (try? await spool.arrival(handling.id.arrival)) ?? nil,
            let raw = (try? await spool.raw(of: handling.id.arrival)) ?? nil
        else { return nil }
        return await interpreter.message(ClaimedArrival(story.arrival, raw))
    }
}

extension ClaimedArrival {
    fileprivate init(_ summary: ArrivalSummary, _ raw: RawLetter) {
        self.init(
            id: summary.id, route: summary.route, folder: summary.folder, received: summary.received,
            isOutgoing: summary.isOutgoing, raw: raw)
    }
}

extension Failure {
    /// Why a message could not be sent through a route.
    fileprivate init(_ problem: SubmitProblem) {
        switch problem {
        case .noSuchRoute(let name, let help):
            self.init(.settingsWrong, .again, "there is no route '\(name)'", help: help ?? "declare it in routes/")
        case .disabled(let message, let help): self.init(.settingsWrong, .again, message, help: help)
        case .broken(let route, _):
            self.init(.settingsWrong, .again, "the route '\(route)' is wrong", help: "router check tells what is")
        case .forbidden(let route):
            self.init(.settingsWrong, .never, "the route '\(route)' is another application's", help: "name another one")
        case .data(let mismatches, let route):
            self.init(
                .messageRefused, .never,
                mismatches.sentences(for: "the route '\(route.name)'").joined(separator: "; "),
                help: "mend 'with:' of the receive route")
        case .conflict(let id):
            self.init(
                .messageRefused, .never, "it was sent before with other data, as \(id)",
                help: "router queue show \(id) shows what was sent")
        case .spool(let problem): self.init(.spoolFailed, .again, problem.problem, help: problem.remedy)
        case .stopping: self.init(.notNow, .again, "the service is going away", help: "start it again")
        }
    }
}
