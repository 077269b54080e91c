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

    init(_ spool: any Spool, bounced: @escaping @Sendable (MessageSummary, String) -> Void = { _, _ in }) {
        self.spool = spool
        self.bounced = bounced
    }

    func use(_ workspace: Workspace) { self.workspace.withLock { $0 = workspace } }

    /// Looks into letters, in their order.
    func understand(_ arrivals: [ClaimedArrival]) async -> [Understood] {
        guard let workspace = workspace.withLock({ $0 }) else { return [] }
        let read = arrivals.map { Self.read($0, in: workspace) }
        var answers = ArrivalAnswers(workspace)
        for case .letter(let letter) in read {
            answers.ask(letter.route.questions(about: letter.letter, in: answers.surroundings))
        }
        await answers.find(in: spool)
        var understood: [Understood] = []
        understood.reserveCapacity(arrivals.count)
        for (arrival, result) in zip(arrivals, read) {
            switch result {
            case .letter(let letter):
                if let notice = letter.letter.notice { await note(notice) }
                understood.append(letter.understand(arrival, answers.surroundings))
            case .refused(let reason):
                understood.append(
                    Understood(
                        route: arrival.route, prepared: PreparedArrival(id: arrival.id, quarantine: reason),
                        message: nil))
            }
        }
        return understood
    }

    /// What a route makes of a letter that was understood before, with what was read.
    func message(_ arrival: ClaimedArrival) async -> (message: IncomingMessage, letter: ReadLetter)? {
        guard let workspace = workspace.withLock({ $0 }),
            case .letter(let letter) = Self.read(arrival, in: workspace)
        else { return nil }
        var answers = ArrivalAnswers(workspace)
        answers.ask(letter.route.questions(about: letter.letter, in: answers.surroundings))
        await answers.find(in: spool)
        guard let message = letter.understand(arrival, answers.surroundings).message else { return nil }
        return (message, letter.letter)
    }

    private enum Reading: Sendable {
        case letter(RoutedLetter)
        case refused(AttemptFailure)
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

    func understand(_ arrival: ClaimedArrival, _ surroundings: ArrivalSurroundings) -> Understood {
        let facts = ArrivalFacts(id: arrival.id, received: arrival.received, isOutgoing: arrival.isOutgoing)
        let message: IncomingMessage
        var reason: AttemptFailure?
        switch route.understand(letter, arrival: facts, in: surroundings) {
        case .success(let understood): message = understood
        case .failure(let misunderstanding):
            message = misunderstanding.message
            reason = misunderstanding.reason
        }
        let handlings = reason == nil && !arrival.isOutgoing ? route.handlings : []
        let prepared = PreparedArrival(
            id: arrival.id, sender: message.sender, subject: message.subject, snippet: message.snippet,
            thread: message.thread, contact: message.contact, links: message.links,
            needsProcessing: message.needsProcessing, handlings: handlings, quarantine: reason)
        return Understood(route: route.name, prepared: prepared, message: reason == nil ? message : nil)
    }
}
