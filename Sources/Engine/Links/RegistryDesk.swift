import Attributes
import Connecting
import Synchronization

/// Asks connections whether business objects exist, each question once for a while, and none for long that does not answer.
final class RegistryDesk: Sendable {
    /// How long an answer holds.
    private static let life = Duration.seconds(60)
    private static let capacity = 10_000
    /// Questions that are asked at once; a connection's own `sessions:` may allow less.
    private static let width = 8
    /// How long a letter waits for an answer before it goes on without.
    static let patience = Duration.seconds(3_600)

    private struct State {
        var answers: [LinkQuestion: (isKnown: Bool, until: Instant)] = [:]
        /// Connections that gave no answer the last time.
        var failing: Set<String> = []
        /// When letters began to wait.
        var waiting: [UUIDv7: Instant] = [:]
    }

    /// What came of asking.
    struct Answers: Sendable {
        var known: [LinkQuestion: Bool] = [:]
        /// The connections that gave no answer, with the reasons.
        var failures: [String: Failure] = [:]
    }

    private let state = Mutex(State())
    /// Hears of connections that begin to give no answer, and of those that answer again.
    private let tell: @Sendable (String, Failure?) -> Void

    init(tell: @escaping @Sendable (String, Failure?) -> Void = { _, _ in }) {
        self.tell = tell
    }

    /// Forgets answers: connections may be others now.
    func forget() { state.withLock { $0.answers = [:] } }

    func ask(_ questions: Set<LinkQuestion>, in workspace: Workspace, now: Instant = .now) async -> Answers {
        var answers = Answers()
        var open: [String: [LinkQuestion]] = [:]
        state.withLock { state in
            for question in questions {
                if let answer = state.answers[question], answer.until > now {
                    answers.known[question] = answer.isKnown
                } else {
                    open[question.connection, default: []].append(question)
                }
            }
        }
        for (name, questions) in open {
            guard let connection = workspace.connections[name], !connection.isDisabled,
                let registry = connection.connector as? any Registry
            else {
                answers.failures[name] = Failure(
                    .settingsWrong, .again, "the connection '\(name)' is disabled, or can't be asked",
                    help: "mend connections/\(name).yaml")
                continue
            }
            await ask(questions, registry, name, &answers)
        }
        note(answers, asked: Set(open.keys), now)
        return answers
    }

    /// Asks one connection; after a failure it is left alone.
    private func ask(
        _ questions: [LinkQuestion], _ registry: any Registry, _ name: String, _ answers: inout Answers
    ) async {
        var rest = questions[...]
        while !rest.isEmpty, answers.failures[name] == nil {
            let some = rest.prefix(Self.width)
            rest = rest.dropFirst(some.count)
            let results = await withTaskGroup(of: (LinkQuestion, Result<Bool, Failure>).self) { group in
                for question in some {
                    group.addTask {
                        do throws(Failure) {
                            let isKnown = try await registry.knows(
                                question.object, key: question.key, value: question.value, path: question.path)
                            return (question, .success(isKnown))
                        } catch {
                            return (question, .failure(error))
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for (question, result) in results {
                switch result {
                case .success(let isKnown): answers.known[question] = isKnown
                case .failure(let failure): answers.failures[name] = failure
                }
            }
        }
    }

    private func note(_ answers: Answers, asked: Set<String>, _ now: Instant) {
        let news: [(String, Failure?)] = state.withLock { state in
            if state.answers.count + answers.known.count > Self.capacity { state.answers = [:] }
            for (question, isKnown) in answers.known where state.answers[question].map({ $0.until > now }) != true {
                state.answers[question] = (isKnown, now + Self.life)
            }
            var news: [(String, Failure?)] = []
            for name in asked.sorted() {
                if let failure = answers.failures[name] {
                    if state.failing.insert(name).inserted { news.append((name, failure)) }
                } else if state.failing.remove(name) != nil {
                    news.append((name, nil))
                }
            }
            return news
        }
        for (name, failure) in news { tell(name, failure) }
    }

    /// Whether a letter that lacks an answer should wait for it.
    func shouldWait(_ arrival: UUIDv7, now: Instant = .now) -> Bool {
        state.withLock { state in
            let first = state.waiting[arrival] ?? now
            guard now - first < Self.patience else {
                state.waiting[arrival] = nil
                return false
            }
            if state.waiting.count >= Self.capacity { state.waiting = [:] }
            state.waiting[arrival] = first
            return true
        }
    }

    func gotThrough(_ arrivals: [UUIDv7]) {
        state.withLock { state in
            guard !state.waiting.isEmpty else { return }
            for arrival in arrivals { state.waiting[arrival] = nil }
        }
    }
}
