package import Attributes
import Connecting
import ICalendar
package import MIME
package import Spool

/// One call of a route: checked data, rendered and composed into messages.
package struct Submission: Sendable {
    package let id: String
    package let messages: [Message]
    /// The conversation that its letters go on with.
    var thread: String?

    /// - Parameters:
    ///   - record: The checked data.
    ///   - route: What makes letters of them.
    ///   - now: The letters' date.
    ///   - ledger: The sequences of meetings by their UIDs, as the spool counts them; where there is none, time does.
    /// - Throws: Everything that hinders any of its letters; then none of them exists.
    package init(
        _ record: Record, through route: SendRoute, now: Instant, ledger: [String: Int] = [:]
    ) throws(Mismatches) {
        try self.init(try Renderer(route, now: now).render(record), through: route, ledger: ledger)
    }

    /// Renders and composes a submission whose meetings are counted in a spool.
    ///
    /// - Parameters:
    ///   - record: The checked data.
    ///   - route: What makes letters of them.
    ///   - now: The letters' date.
    ///   - spool: Counts the meetings, and remembers who is invited.
    ///   - replying: What its letters answer.
    /// - Returns: The submission, or all that hinders it.
    /// - Throws: Why the spool can't count or remember.
    package static func make(
        _ record: Record, through route: SendRoute, now: Instant, countingIn spool: any Spool,
        answering replying: Replying? = nil
    ) async throws(SpoolProblem) -> Result<Submission, Mismatches> {
        var letters: [RenderedLetter]
        do throws(Mismatches) {
            letters = try Renderer(route, now: now).render(record)
        } catch {
            return .failure(error)
        }
        var ledger: [String: Int] = [:]
        for case let meeting? in letters.map(\.meeting) where ledger[meeting.uid] == nil {
            ledger[meeting.uid] = try await spool.sequence(uid: meeting.uid, atLeast: meeting.sequence)
        }
        if !ledger.isEmpty { try await SentMeetings.remember(letters, counted: ledger, in: spool, now: now) }
        if let replying {
            for index in letters.indices { replying.mark(&letters[index].draft) }
        }
        do throws(Mismatches) {
            var submission = try Submission(letters, through: route, ledger: ledger)
            submission.thread = replying?.thread
            return .success(submission)
        } catch {
            return .failure(error)
        }
    }

    private init(_ letters: [RenderedLetter], through route: SendRoute, ledger: [String: Int]) throws(Mismatches) {
        let submission = UUIDv7().description
        id = submission
        var messages: [Message] = []
        messages.reserveCapacity(letters.count)
        for var rendered in letters {
            if let uid = rendered.meeting?.uid, let sequence = ledger[uid] { rendered.meeting?.sequence = sequence }
            messages.append(try Self.message(rendered, submission, alone: letters.count == 1, route))
        }
        self.messages = messages
    }

    /// The same submission without some of its messages.
    func without(_ ids: Set<String>) -> Submission {
        Submission(id: id, messages: messages.filter { !ids.contains($0.id) })
    }

    private init(id: String, messages: [Message]) {
        self.id = id
        self.messages = messages
    }

    private static func message(
        _ rendered: RenderedLetter, _ submission: String, alone: Bool, _ route: SendRoute
    ) throws(Mismatches) -> Message {
        var rendered = rendered
        let id = alone ? submission : UUIDv7().description
        let content = try Self.content(of: &rendered, id: id)
        guard content.size <= route.limits.message else {
            throw Mismatches([
                Mismatch(
                    "", expected: "a letter of at most \(route.limits.message) bytes", found: "\(content.size) bytes",
                    help: "send fewer or smaller files, or raise 'limits: {message: …}' in router.yaml")
            ])
        }
        let letter = Letter(
            id: id, messageID: rendered.draft.messageID, sender: rendered.draft.from.wireAddress,
            recipients: rendered.recipients, content: content)
        return Message(
            submission: submission, route: route.name, connection: route.connection, letter: letter, rendered: rendered,
            links: rendered.links(by: route.links))
    }

    static func content(of rendered: inout RenderedLetter, id: String) throws(Mismatches) -> Content {
        do throws(ComposeProblem) {
            return try rendered.compose(id: id)
        } catch {
            throw Mismatches(
                error.flaws.map { flaw in
                    Mismatch(
                        "", expected: "a letter that can be written", found: "\(flaw.field): \(flaw.problem)",
                        help: flaw.remedy)
                })
        }
    }
}

extension RenderedLetter {
    /// The letter's bytes; its Message-ID is made of the id and never changes after that.
    package mutating func compose(id: String) throws(ComposeProblem) -> Content {
        draft.messageID = try draft.from.messageID(id)
        if let meeting {
            do throws(ComposeProblem) {
                draft.invitation = Draft.Invitation(method: meeting.method.rawValue, calendar: try meeting.calendar())
            } catch {
                throw ComposeProblem(
                    flaws: error.flaws.map {
                        .init(field: "meeting.\($0.field)", problem: $0.problem, remedy: $0.remedy)
                    })
            }
        }
        return try MIME.compose(draft)
    }
}

extension Mailbox {
    /// The address as the envelope has it: its domain in ASCII.
    var wireAddress: String { (try? EmailAddress(address))?.text ?? address }

    fileprivate func messageID(_ id: String) throws(ComposeProblem) -> String {
        do throws(EmailAddress.Problem) {
            return MessageID.text(id: id, sender: try EmailAddress(address))
        } catch {
            throw ComposeProblem(flaws: [.init(field: "from.address", problem: error.problem, remedy: error.remedy)])
        }
    }
}
