import Attributes
import Connecting
import MIME
import Settings
import Synchronization

@testable import Engine

/// A mail server without a network, that counts its sessions and remembers when each letter began.
final class Stage: Sendable {
    struct State {
        var open = 0
        var opened = 0
        var most = 0
        var sent: [String] = []
        var begun: [Duration] = []
        var now = Duration.zero
        var attempts = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    enum Manner: Sendable {
        /// The greeting says that there are too many.
        case refusesToOpen
        /// The first MAIL of the session says it.
        case refusesFirstLetter
    }

    let state = Mutex(State())
    /// Sessions at once.
    let limit: Int
    let manner: Manner
    /// After so many letters a session is over.
    let lettersPerSession: Int
    /// How long a letter takes.
    let pace: Duration
    /// No letter is taken before so many have knocked.
    let knocks: Int

    init(
        limit: Int = .max, _ manner: Manner = .refusesToOpen, lettersPerSession: Int = .max, pace: Duration = .zero,
        knocks: Int = 0
    ) {
        self.knocks = knocks
        self.limit = limit
        self.manner = manner
        self.lettersPerSession = lettersPerSession
        self.pace = pace
    }

    var record: State { state.withLock { $0 } }

    func knock() {
        let woken = state.withLock { state in
            state.attempts += 1
            guard state.attempts >= knocks else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in woken { continuation.resume() }
    }

    func allHaveKnocked() async {
        await withCheckedContinuation { continuation in
            let isTime = state.withLock { state in
                if state.attempts < knocks { state.waiting.append(continuation) }
                return state.attempts >= knocks
            }
            if isTime { continuation.resume() }
        }
    }

    /// A clock on which sleep takes no time at all.
    var time: Timekeeper {
        Timekeeper(
            now: { self.state.withLock { $0.now } },
            sleep: { until in self.state.withLock { $0.now = max($0.now, until) } })
    }

    static let busy = Failure(.notNow, .again, "mx:25 asks to try later: 421 4.7.0 too many", help: "wait")
}

/// Its door.
struct StageSender: Sender {
    static let kind = Kind("stage", "A server of the tests", fields: [], example: "kind: stage")

    let stage: Stage

    init(_ stage: Stage) {
        self.stage = stage
    }

    init(_ reading: Reading, in surroundings: Surroundings) {
        self.init(Stage())
    }

    func open() async throws(Failure) -> any SendingSession {
        defer { stage.knock() }
        let number = stage.state.withLock { state in
            if stage.manner == .refusesFirstLetter || state.open < stage.limit {
                state.open += 1
                state.opened += 1
                state.most = max(state.most, state.open)
                return state.open
            }
            return 0
        }
        guard number > 0 else { throw Stage.busy }
        return StageSession(stage: stage, isWanted: number <= stage.limit)
    }
}

actor StageSession: SendingSession {
    private let stage: Stage
    private let isWanted: Bool
    private var sent = 0

    init(stage: Stage, isWanted: Bool) {
        self.stage = stage
        self.isWanted = isWanted
    }

    func send(
        _ letters: [Letter], closing: @Sendable (Int) -> Void, _ report: @Sendable (Int, Receipt) -> Void
    ) async {
        await stage.allHaveKnocked()
        for (index, letter) in letters.enumerated() {
            guard isWanted else {
                let reply = Reply(code: 421, enhanced: "4.7.0", text: "too many")
                return report(index, Receipt(letter, all: .deferred, reply: reply, failure: Stage.busy))
            }
            guard sent < stage.lettersPerSession else { return }
            stage.state.withLock { state in
                state.begun.append(state.now)
                state.now += stage.pace
                state.sent.append(letter.id)
            }
            sent += 1
            closing(index)
            report(index, Receipt(letter, all: .sent))
        }
    }

    func close() { stage.state.withLock { $0.open -= 1 } }
}

extension Message {
    static func numbered(_ count: Int) -> [Message] {
        (0..<count).map { number in
            let draft = Draft(
                from: Mailbox(address: "robot@example.com"), subject: "\(number)", date: Instant(seconds: 0),
                zone: .utc,
                messageID: "<\(number)@example.com>")
            let letter = Letter(
                id: "\(number)", messageID: draft.messageID, sender: "robot@example.com",
                recipients: ["ivan@example.com"], content: Content(pieces: []))
            return Message(
                submission: "s", route: "note", connection: "stage", letter: letter,
                rendered: RenderedLetter(draft: draft, bcc: [], recipients: letter.recipients, meeting: nil))
        }
    }
}
