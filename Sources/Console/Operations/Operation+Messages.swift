import Attributes
import Connecting
import Engine
import Spool

extension Operation {
    private static let id = Parameter.path("id", "A message's id, or a submission's")

    private static let name: JSON = ["type": "string", "maxLength": 255, "pattern": "^[^\\x00]*$"]
    static let uuid: JSON = [
        "type": "string",
        "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    ]
    static let timeOrAge: JSON = [
        "anyOf": [["type": "string", "pattern": "^[0-9]{1,4}[smhd]$"], ["type": "string", "format": "date-time"]]
    ]
    /// One state, or several between commas.
    private static let states: JSON = {
        let word = "(" + MessageState.allCases.map(\.rawValue).joined(separator: "|") + ")"
        return .string("^\(word)(,\(word))*$")
    }()

    static let listMessages = Operation(
        id: "listMessages", method: "GET", path: "/v1/messages", summary: "List messages, page by page", scope: .read,
        parameters: [
            .query("state", "Some states, separated by commas", schema: ["type": "string", "pattern": states]),
            .query("route", "A route's name", schema: name), .query("connection", "A connection's name", schema: name),
            .query("recipient", "A recipient's whole address", schema: name),
            .query(
                "since", "Made at or after this time, or within so long: 2026-12-01T10:00:00Z, 2h",
                schema: timeOrAge), .query("submission", "A submission's id", schema: uuid),
            .query("application", "An application's name", schema: name),
            .query("order", "The newest first, or the oldest", schema: ["enum": ["newest", "oldest"]]),
            .query(
                "limit", "How many at most",
                schema: ["type": "integer", "minimum": 1, "maximum": 500, "default": 50]),
            .query("cursor", "What 'next' of the page before says", schema: uuid),
        ],
        outcomes: [Outcome(status: 200, summary: "A page of messages", schema: "MessagePage")]
    ) { api, call throws(Problem) in
        var query = Query(call)
        let filter = MessageFilter(
            states: query.words("state", MessageState.self), route: query.shortText("route"),
            connection: query.shortText("connection"), createdAfter: query.time("since"),
            recipient: query.shortText("recipient"), submission: query.id("submission"),
            application: query.shortText("application"))
        let page = query.page()
        try query.finish()
        let messages = try await api.list(filter, page, for: call.token)
        let next = messages.count == page.limit ? messages.last?.id.description : nil
        return .json(["messages": .array(messages.map(\.json)), "next": .optional(next)])
    }

    static let showMessage = Operation(
        id: "showMessage", method: "GET", path: "/v1/messages/{id}",
        summary: "Tell the whole story of a message, or show a submission", scope: .read, parameters: [id],
        outcomes: [Outcome(status: 200, summary: "The story", schema: "MessageOrSubmission")], problems: [404]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        if let id = UUIDv7(call.capture("id")), let story = try await api.story(of: id, call) {
            return .json(story.json)
        }
        let (messages, _) = try await api.messages(of: call)
        let state = Accepted(
            id: messages[0].submission, messages: messages.map { Accepted.Message($0.id, $0.state) }, isRepeated: false
        ).state
        return .json([
            "id": .string(messages[0].submission.description), "state": .string(state.rawValue),
            "messages": .array(messages.map(\.json)),
        ])
    }

    static let content = Operation(
        id: "getContent", method: "GET", path: "/v1/messages/{id}/content",
        summary: "Fetch the letter as it goes out", scope: .read, parameters: [.path("id", "A message's id")],
        outcomes: [Outcome(status: 200, summary: "The letter", type: "message/rfc822")], problems: [404]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        guard let id = UUIDv7(call.capture("id")), try await api.story(of: id, call) != nil else {
            throw API.noSuchMessage(call.capture("id"))
        }
        do throws(SpoolProblem) {
            if let content = try await api.service.spool.content(of: id) {
                var answer = Answer(200, .letter(content), type: "message/rfc822")
                answer.fields.append(("Content-Disposition", "attachment; filename=\"\(id).eml\""))
                return answer
            }
        } catch {
            throw Problem(error)
        }
        throw API.noSuchMessage(call.capture("id"))
    }

    static let retry = decision(
        id: "retryMessage", path: "/v1/messages/{id}/retry",
        summary: "Make what is held, deferred, failed or bounced due now"
    ) { spool, ids throws(SpoolProblem) in try await spool.retry(ids, now: .now) }

    static let cancel = decision(
        id: "cancelMessage", path: "/v1/messages/{id}/cancel", summary: "Give up what is not sent"
    ) { spool, ids throws(SpoolProblem) in try await spool.cancel(ids, now: .now) }

    private static func decision(
        id: String, path: String, summary: String,
        _ decide: @escaping @Sendable (any Spool, [UUIDv7]) async throws(SpoolProblem) -> [Decision]
    ) -> Operation {
        Operation(
            id: id, method: "POST", path: path, summary: summary, scope: .decide, parameters: [Self.id],
            outcomes: [Outcome(status: 200, summary: "What was done, message by message", schema: "Decisions")],
            problems: [404, 409]
        ) { api, call throws(Problem) in
            try Query(call).finish()
            let (messages, _) = try await api.messages(of: call)
            let decisions: [Decision]
            do throws(SpoolProblem) {
                decisions = try await decide(api.service.spool, messages.map(\.id))
            } catch {
                throw Problem(error)
            }
            for name in Set(messages.map(\.connection)) { await api.service.hurry(name) }
            guard decisions.contains(where: { if case .done = $0 { true } else { false } }) else {
                throw Problem(
                    409, "nothing-to-do", "There is nothing to decide",
                    zip(messages, decisions).prefix(3).map { "\($0.id) \($1.words)" }.joined(separator: "; "))
            }
            return .json([
                "decisions": .array(zip(messages, decisions).map { $1.json(of: $0.id) })
            ])
        }
    }
}

extension Decision {
    fileprivate var words: String {
        switch self {
        case .done(let recipients, let state): "is \(state.rawValue) now, for \(recipients)"
        case .nothingToDo(let state): "is \(state.rawValue)"
        case .beingSent: "is being sent; ask again when the attempt has ended"
        case .unknown: "is gone"
        }
    }

    fileprivate func json(of id: UUIDv7) -> JSON {
        let (word, count, state): (String, Int, MessageState?) =
            switch self {
            case .done(let recipients, let state): ("done", recipients, state)
            case .nothingToDo(let state): ("nothing-to-do", 0, state)
            case .beingSent: ("being-sent", 0, .sending)
            case .unknown: ("unknown", 0, nil)
            }
        return [
            "id": .string(id.description), "decision": .string(word), "recipients": .integer(count),
            "state": .optional(state?.rawValue),
        ]
    }
}

extension API {
    /// A page of what the caller may see: with several applications, the page of each, merged.
    fileprivate func list(
        _ filter: MessageFilter, _ page: Page, for token: AccessToken?
    ) async throws(Problem) -> [MessageSummary] {
        do throws(SpoolProblem) {
            guard let applications = token?.applications else { return try await service.spool.list(filter, page) }
            var messages: [MessageSummary] = []
            for application in applications where filter.application == nil || filter.application == application {
                var own = filter
                own.application = application
                messages += try await service.spool.list(own, page)
            }
            messages.sort { page.order == .newest ? $0.id > $1.id : $0.id < $1.id }
            return Array(messages.prefix(page.limit))
        } catch {
            throw Problem(error)
        }
    }
}
