import Attributes
import Connecting
import Spool

/// Answers a meeting request with what its handler said, on the connection that it came from.
///
/// The handler's response is written down before, so that it is asked once however often the calendar has to be. An answer that was
/// begun is written down too: a request that is gone at the next attempt was answered by us.
struct MeetingReply {
    private let spool: any Spool
    private let handling: ClaimedHandling
    private let calendar: any CalendarService
    private let connection: String
    /// Where the route moves what it has taken.
    private let target: String?

    /// - Returns: `nil` where there is nothing to answer: no meeting request, or nobody who says how.
    init?(
        _ spool: any Spool, _ handling: ClaimedHandling, to message: IncomingMessage, of route: ReceiveRoute,
        _ entry: HandlerEntry, _ workspace: Workspace
    ) {
        guard entry.responds, route.kind == .event, message.attributes["Method"] == "REQUEST",
            let connection = workspace.connections[route.connection],
            let calendar = connection.connector as? any CalendarService
        else { return nil }
        var target: String?
        if case .move(let folder) = route.acknowledgement { target = folder }
        self.init(spool, handling, on: calendar, named: connection.name, movingTo: target)
    }

    init(
        _ spool: any Spool, _ handling: ClaimedHandling, on calendar: any CalendarService, named connection: String,
        movingTo target: String? = nil
    ) {
        self.spool = spool
        self.target = target
        self.handling = handling
        self.calendar = calendar
        self.connection = connection
    }

    private var key: String { "meeting-response:\(handling.id.arrival)/\(handling.id.number)" }
    private var begunKey: String { "meeting-answer:\(handling.id.arrival)/\(handling.id.number)" }

    /// What the handler said at an earlier attempt.
    func kept() async throws(Failure) -> HandlerAnswer? {
        guard let note = try await asking({ () throws(SpoolProblem) in try await spool.note(key) }),
            let json = try? JSON.read(note.text), case .string(let words)? = json["words"]
        else { return nil }
        return HandlerAnswer(words: words, response: json["response"])
    }

    func keep(_ answer: HandlerAnswer) async throws(Failure) {
        let text = JSON.object([
            .init(name: "words", value: .string(answer.words)),
            .init(name: "response", value: answer.response ?? .null),
        ]).printed()
        try await asking { () throws(SpoolProblem) in try await spool.write(Note(text, time: .now), key: key) }
    }

    /// - Returns: The handler's answer, with what became of the meeting's.
    /// - Throws: Why the organizer was not answered; the handler need not be asked again.
    func send(_ answer: HandlerAnswer) async throws(Failure) -> HandlerAnswer {
        guard let response = answer.response, response != .null else { return answer }
        let wasBegun = try await asking { () throws(SpoolProblem) in try await spool.note(begunKey) } != nil
        guard let story = try await asking({ () throws(SpoolProblem) in try await spool.arrival(handling.id.arrival) })
        else { return answer }
        try await asking { () throws(SpoolProblem) in try await spool.write(Note("", time: .now), key: begunKey) }
        let request = ReceivedRequest(
            story.arrival.identity, messageID: story.arrival.messageID, movedTo: target)
        var answer = answer
        do throws(Failure) {
            switch try await calendar.answer(request, with: MeetingAnswer(response)) {
            case .answered(let words): answer.words += "; the meeting is \(words) on '\(connection)'"
            case .gone(let failure):
                guard wasBegun else { throw failure }
                answer.words +=
                    "; the meeting is not there any more on '\(connection)': it was answered at an earlier attempt"
            }
        } catch {
            var failure = error
            failure.message = "the handler answered (\(answer.words)), and the meeting can't be: \(failure.message)"
            // Whether it was done is found out by doing it again: a request that was answered is gone.
            if failure.verdict == .unknown { failure.verdict = .again }
            throw failure
        }
        return answer
    }

    private func asking<Result>(
        _ body: () async throws(SpoolProblem) -> Result
    ) async throws(Failure) -> Result {
        do throws(SpoolProblem) {
            return try await body()
        } catch {
            throw Failure(.spoolFailed, .again, error.problem, help: error.remedy)
        }
    }
}

extension MeetingAnswer {
    /// `IsDeclined` declines, `IsTentative` accepts tentatively, neither accepts; `HasMessage` sends `Message` along.
    init(_ response: JSON) {
        func isTrue(_ name: String) -> Bool { response[name] == .bool(true) }
        let decision: Decision = isTrue("IsDeclined") ? .decline : isTrue("IsTentative") ? .tentative : .accept
        var text: String?
        // A route that declares no HasMessage means what it says.
        if isTrue("HasMessage") || response["HasMessage"] == nil, case .string(let message)? = response["Message"] {
            text = message.isEmpty ? nil : message
        }
        self.init(decision, text: text)
    }
}
