import Attributes
import Connecting
import ICalendar
import MIME
import Spool
import Synchronization

/// Looks into letters: reads them, asks the spool for what belongs to them, and lets their routes make messages of them.
final class Interpreter: Sendable {
    private let spool: any Spool
    private let workspace = Mutex<Workspace?>(nil)
    /// Hears of recipients that a notice tells of.
    private let bounced: @Sendable (MessageSummary, String) -> Void
    private let registries: RegistryDesk
    private let canaries: CanaryKeeper?
    /// Whether letters wait for connections that are asked about links and give no answer.
    private let mayWait: Bool

    init(
        _ spool: any Spool, asking registries: RegistryDesk = RegistryDesk(), mayWait: Bool = false,
        canaries: CanaryKeeper? = nil,
        bounced: @escaping @Sendable (MessageSummary, String) -> Void = { _, _ in }
    ) {
        self.spool = spool
        self.registries = registries
        self.mayWait = mayWait
        self.canaries = canaries
        self.bounced = bounced
    }

    func use(_ workspace: Workspace) {
        self.workspace.withLock { $0 = workspace }
        registries.forget()
    }

    /// Looks into letters, in their order.
    func understand(_ arrivals: [ClaimedArrival]) async -> [Understood] {
        guard let workspace = workspace.withLock({ $0 }) else { return [] }
        var answers = ArrivalAnswers(workspace)
        let unanswered = answers.surroundings
        let read = await SideBySide.map(arrivals) { arrival in
            let reading = Self.read(arrival, in: workspace)
            return (reading, reading.letter.map { $0.route.questions(about: $0.letter, in: unanswered) })
        }
        var questions: [UUIDv7: LetterQuestions] = [:]
        for (arrival, (_, own)) in zip(arrivals, read) {
            guard let own else { continue }
            answers.ask(own)
            if !own.links.isEmpty { questions[arrival.id] = own }
        }
        await answers.find(in: spool, asking: registries)
        let surroundings = answers.surroundings
        var understood = await SideBySide.map(Array(zip(arrivals, read))) { arrival, read in
            switch read.0 {
            case .letter(let letter): letter.understand(arrival, surroundings)
            case .refused(let reason): Self.refused(arrival, reason, in: workspace)
            }
        }
        for (index, (arrival, (reading, _))) in zip(arrivals, read).enumerated() {
            guard let letter = reading.letter else { continue }
            if mayWait, let own = questions[arrival.id], !answers.isWhole(for: own) {
                understood[index].waits = registries.shouldWait(arrival.id)
            }
            if await canaries?.recognizes(letter.letter, of: letter.route) == true {
                understood[index] = Understood(canary: understood[index])
            }
            if !understood[index].waits, let notice = letter.letter.notice { await note(notice) }
        }
        registries.gotThrough(understood.filter { !$0.waits }.map(\.prepared.id))
        return understood
    }

    /// What a route makes of a letter that was understood before, with what was read.
    func message(_ arrival: ClaimedArrival) async -> (message: IncomingMessage, letter: ReadLetter)? {
        guard let (letter, answers) = await reread(arrival),
            case .success(let message) = letter.result(arrival, answers.surroundings)
        else { return nil }
        return (message, letter.letter)
    }

    /// What can be said of a letter, though it may not be what its route wants; `nil` when it can't be read.
    func outline(_ arrival: ClaimedArrival) async -> IncomingMessage? {
        guard let (letter, answers) = await reread(arrival) else { return nil }
        return switch letter.result(arrival, answers.surroundings) {
        case .success(let message): message
        case .failure(let misunderstanding): misunderstanding.message
        }
    }

    private func reread(_ arrival: ClaimedArrival) async -> (letter: RoutedLetter, answers: ArrivalAnswers)? {
        guard let workspace = workspace.withLock({ $0 }), let letter = Self.read(arrival, in: workspace).letter
        else { return nil }
        var answers = ArrivalAnswers(workspace)
        answers.ask(letter.route.questions(about: letter.letter, in: answers.surroundings))
        await answers.find(in: spool, asking: registries)
        return (letter, answers)
    }

    /// Who is told of a letter that nobody gets.
    fileprivate static func told(_ arrival: ClaimedArrival, _ route: ReceiveRoute?) -> [NewHandling] {
        guard !arrival.isOutgoing, let handling = route?.errorHandling else { return [] }
        return [handling]
    }

    private enum Reading: Sendable {
        case letter(RoutedLetter)
        case refused(AttemptFailure)

        var letter: RoutedLetter? {
            if case .letter(let letter) = self { letter } else { nil }
        }
    }

    /// What is written down of a letter that can't be read.
    private static func refused(
        _ arrival: ClaimedArrival, _ reason: AttemptFailure, in workspace: Workspace
    ) -> Understood {
        let handlings = told(arrival, workspace.receiveRoutes[arrival.route])
        return Understood(
            route: arrival.route,
            prepared: PreparedArrival(id: arrival.id, handlings: handlings, quarantine: reason), message: nil)
    }

    private static func read(
        _ arrival: ClaimedArrival, in workspace: Workspace
    ) -> Reading {
        guard let route = workspace.receiveRoutes[arrival.route] else {
            return .refused(
                AttemptFailure(
                    code: "no-such-route", message: "the route '\(arrival.route)' is not there, or is wrong",
                    help: "mend routes/\(arrival.route).yaml, then: router inbox retry \(arrival.id)"))
        }
        do throws(UnreadableLetter) {
            switch arrival.raw {
            case .bytes(let bytes): return .letter(RoutedLetter(letter: try LetterReader.read(bytes), route: route))
            case .file(let path, _, _):
                return .letter(RoutedLetter(letter: try LetterReader.read(path: path), route: route))
            case .headerOnly(let header, let size):
                return .refused(
                    header.isEmpty
                        ? AttemptFailure(
                            code: "not-given-out", message: "the server did not give the letter out",
                            help: "look at it in the mailbox, where it still is")
                        : AttemptFailure(
                            code: "too-large", message: "the letter has \(size) bytes, and so many are not fetched",
                            help: "look at it in the mailbox, where it still is"))
            }
        } catch {
            return .refused(
                AttemptFailure(code: "unreadable-letter", message: error.problem, help: error.remedy))
        }
    }

    /// A mail server tells of a letter that we sent.
    private func note(_ notice: DeliveryNotice) async {
        guard let message = await message(of: notice) else { return }
        for recipient in notice.recipients where recipient.action == .failed {
            let reply = Reply(code: 550, enhanced: recipient.status, text: recipient.diagnostic ?? "")
            let known = message.recipients.first { $0.address.lowercased() == recipient.address.lowercased() }
            guard let address = known?.address else { continue }
            // What can't be written down now is found in the notice, which is kept.
            guard (try? await spool.bounced(message.id, recipient: address, reply, now: .now)) != nil else { continue }
            bounced(message, address)
        }
    }

    private func message(of notice: DeliveryNotice) async -> MessageSummary? {
        if let id = notice.envelopeID, let message = try? await spool.message(withEnvelopeID: id) { return message }
        guard let id = notice.messageID else { return nil }
        return (try? await spool.message(withMessageID: id)) ?? nil
    }
}

/// A letter with the route that it came by.
private struct RoutedLetter: Sendable {
    var letter: ReadLetter
    var route: ReceiveRoute

    func result(
        _ arrival: ClaimedArrival, _ surroundings: ArrivalSurroundings
    ) -> Result<IncomingMessage, Misunderstanding> {
        let facts = ArrivalFacts(id: arrival.id, received: arrival.received, isOutgoing: arrival.isOutgoing)
        return route.understand(letter, arrival: facts, in: surroundings)
    }

    func understand(_ arrival: ClaimedArrival, _ surroundings: ArrivalSurroundings) -> Understood {
        let message: IncomingMessage
        var reason: AttemptFailure?
        switch result(arrival, surroundings) {
        case .success(let understood): message = understood
        case .failure(let misunderstanding):
            message = misunderstanding.message
            reason = misunderstanding.reason
        }
        var handlings = arrival.isOutgoing ? [] : route.handlings
        if reason != nil { handlings = Interpreter.told(arrival, route) }
        let prepared = PreparedArrival(
            id: arrival.id, sender: message.sender, subject: message.subject, snippet: message.snippet,
            thread: message.thread, contact: message.contact, links: message.links,
            needsProcessing: message.needsProcessing, handlings: handlings, quarantine: reason)
        return Understood(route: route.name, prepared: prepared, message: reason == nil ? message : nil)
    }
}
