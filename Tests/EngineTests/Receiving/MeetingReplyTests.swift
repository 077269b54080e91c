import Attributes
import Connecting
import Diagnostics
import Settings
import Spool
import Synchronization
import Testing

@testable import Engine

/// A handler's response answers the meeting request, on the server and once.
@Suite struct `A meeting request is answered with what its handler said` {
    /// A calendar that does as it is told, and remembers what it was asked.
    private final class PlayedCalendar: CalendarService {
        static let kind = Kind("played", "A calendar of tests", fields: [], example: "kind: played\n")

        private let outcomes: Mutex<[Result<MeetingAnswerOutcome, Failure>]>
        private let asked = Mutex<[String]>([])

        init(_ outcomes: [Result<MeetingAnswerOutcome, Failure>]) { self.outcomes = Mutex(outcomes) }

        init(_ reading: Reading, in surroundings: Surroundings) { outcomes = Mutex([]) }

        var questions: [String] { asked.withLock { $0 } }

        func create(_ meeting: PlannedMeeting) -> MeetingIdentity { MeetingIdentity("1") }
        func update(_ identity: MeetingIdentity, to meeting: PlannedMeeting) -> MeetingIdentity { identity }
        func cancel(_ identity: MeetingIdentity) {}

        func answer(
            _ request: ReceivedRequest, with answer: MeetingAnswer
        ) async throws(Failure) -> MeetingAnswerOutcome {
            let place = request.movedTo.map { " in \($0) as \(request.messageID ?? "")" } ?? ""
            asked.withLock {
                $0.append("\(request.identity)\(place) \(answer.decision.rawValue) \(answer.text ?? "-")")
            }
            return try outcomes.withLock { $0.isEmpty ? .success(.answered("accepted")) : $0.removeFirst() }.get()
        }
    }

    private static let busy = Failure(.notNow, .again, "the server is busy", help: "wait")
    private static let late = Failure(.messageRefused, .never, "it is out of date", help: "answer the later one")
    private static let gone = Failure(.messageRefused, .never, "it is not there", help: "look for it")

    /// Lets a test work with one request that came in as item `AAA`.
    private func with(
        _ outcomes: [Result<MeetingAnswerOutcome, Failure>] = [], movingTo target: String? = nil,
        _ body: (_ reply: () -> MeetingReply, _ calendar: PlayedCalendar) async throws -> Void
    ) async throws {
        let files = try TestWorkspace([:])
        let spool = try await SpoolAddress("sqlite:router.db", workspace: files.folder).open()
        let owner = try await spool.register("us")
        let folder = FolderName(connection: "calendar", folder: "INBOX")
        _ = try await spool.take(folder, for: owner)
        let arrival = NewArrival(
            id: UUIDv7(), route: "r", identity: "AAA", raw: .bytes(Array("Subject: x\r\n\r\n".utf8)),
            messageID: "<1@example.org>", digest: [UInt8](repeating: 1, count: 32), received: .now)
        _ = try await spool.store([arrival], from: folder, cursor: nil, for: owner)
        let handling = ClaimedHandling(
            id: HandlingID(arrival: arrival.id, number: 0), route: "r", target: "connection:bpm", attempts: 0)
        let calendar = PlayedCalendar(outcomes)
        try await body({ MeetingReply(spool, handling, on: calendar, named: "calendar", movingTo: target) }, calendar)
        await spool.close()
    }

    @Test(arguments: [
        (#"{"IsDeclined": true, "HasMessage": true, "Message": "Нет"}"#, "AAA decline Нет"),
        (#"{"IsDeclined": false, "IsTentative": true, "HasMessage": false, "Message": "Нет"}"#, "AAA tentative -"),
        (#"{"IsDeclined": false, "IsTentative": false}"#, "AAA accept -"), ("{}", "AAA accept -"),
        (#"{"IsDeclined": true, "IsTentative": true}"#, "AAA decline -"),
        (#"{"Message": "Maybe"}"#, "AAA accept Maybe"), (#"{"Message": "", "HasMessage": true}"#, "AAA accept -"),
    ]) func `by the response's attributes`(response: String, question: String) async throws {
        try await with { reply, calendar in
            let answer = HandlerAnswer(words: "200 OK", response: try JSON.read(response))
            let words = try await reply().send(answer).words
            #expect(words == "200 OK; the meeting is accepted on 'calendar'")
            #expect(calendar.questions == [question])
        }
    }

    @Test func `where it was moved to`() async throws {
        try await with(movingTo: "Done") { reply, calendar in
            let answer = HandlerAnswer(words: "200 OK", response: ["IsDeclined": false])
            _ = try await reply().send(answer)
            #expect(calendar.questions == ["AAA in Done as <1@example.org> accept -"])
        }
    }

    @Test func `not at all when nothing was said`() async throws {
        try await with { reply, calendar in
            let words = try await reply().send(HandlerAnswer(words: "200 OK")).words
            #expect(words == "200 OK")
            #expect(calendar.questions == [])
        }
    }

    @Test func `as often as it takes, with what the handler said at first`() async throws {
        try await with([.failure(Self.busy)]) { reply, calendar in
            let first = reply()
            let nothing = try await first.kept()
            #expect(nothing == nil)
            let answer = HandlerAnswer(words: "200 OK", response: ["IsDeclined": true])
            try await first.keep(answer)
            do throws(Failure) {
                _ = try await first.send(answer)
                Issue.record("it was answered")
            } catch {
                #expect(error.verdict == .again)
                #expect(
                    error.message == "the handler answered (200 OK), and the meeting can't be: the server is busy")
            }
            // Another process, later: the handler is not asked again.
            let second = reply()
            let kept = try #require(try await second.kept())
            #expect(kept == answer)
            let words = try await second.send(kept).words
            #expect(words == "200 OK; the meeting is accepted on 'calendar'")
            #expect(calendar.questions == ["AAA decline -", "AAA decline -"])
        }
    }

    @Test func `and is taken as answered when it is gone at the next attempt`() async throws {
        var unknown = Self.busy
        unknown.verdict = .unknown
        try await with([.failure(unknown), .success(.gone(Self.gone))]) { reply, _ in
            let answer = HandlerAnswer(words: "exit 0", response: ["IsDeclined": false])
            do throws(Failure) {
                _ = try await reply().send(answer)
                Issue.record("it was answered")
            } catch {
                #expect(error.verdict == .again)
            }
            let words = try await reply().send(answer).words
            #expect(words.hasSuffix("on 'calendar': it was answered at an earlier attempt"))
        }
    }

    @Test(arguments: [
        Result<MeetingAnswerOutcome, Failure>.failure(late), .success(.gone(gone)),
    ]) func `or the reason is told why it can't be`(outcome: Result<MeetingAnswerOutcome, Failure>) async throws {
        try await with([outcome]) { reply, _ in
            do throws(Failure) {
                _ = try await reply().send(HandlerAnswer(words: "200 OK", response: ["IsDeclined": false]))
                Issue.record("it was answered")
            } catch {
                #expect(error.verdict == .never)
                #expect(error.message.hasPrefix("the handler answered (200 OK), and the meeting can't be: it is "))
            }
        }
    }
}
