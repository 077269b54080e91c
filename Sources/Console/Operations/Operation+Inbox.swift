import Attributes
import Engine
import MIME
import Spool

extension Operation {
    private static let id = Parameter.path("id", "An arrival's id")

    private static let name: JSON = ["type": "string", "maxLength": 255, "pattern": "^[^\\x00]*$"]
    /// One state, or several between commas.
    private static let states: JSON = {
        let word = "(" + ArrivalState.allCases.map(\.rawValue).joined(separator: "|") + ")"
        return .string("^\(word)(,\(word))*$")
    }()
    private static let flag: JSON = ["enum": ["true", "false"]]

    static let listArrivals = Operation(
        id: "listArrivals", method: "GET", path: "/v1/inbox", summary: "List letters that came in, page by page",
        scope: .read,
        parameters: [
            .query("state", "Some states, separated by commas", schema: ["type": "string", "pattern": states]),
            .query("route", "A route's name", schema: name), .query("connection", "A connection's name", schema: name),
            .query("outgoing", "Whether the mailbox's owner wrote them", schema: flag),
            .query("needsProcessing", "Whether they still need processing", schema: flag),
            .query("thread", "A thread, as an arrival tells it", schema: name),
            .query("contact", "A contact's account id", schema: name),
            .query(
                "since", "Received at or after this time, or within so long: 2026-12-01T10:00:00Z, 2h",
                schema: timeOrAge),
            .query("before", "Received before this time, or longer ago", schema: timeOrAge),
            .query("order", "The newest first, or the oldest", schema: ["enum": ["newest", "oldest"]]),
            .query(
                "limit", "How many at most",
                schema: ["type": "integer", "minimum": 1, "maximum": 500, "default": 50]),
            .query("cursor", "What 'next' of the page before says", schema: uuid),
        ],
        outcomes: [Outcome(status: 200, summary: "A page of arrivals", schema: "ArrivalPage")]
    ) { api, call throws(Problem) in
        var query = Query(call)
        let filter = ArrivalFilter(
            states: query.words("state", ArrivalState.self), route: query.shortText("route"),
            connection: query.shortText("connection"), isOutgoing: query.flag("outgoing"),
            needsProcessing: query.flag("needsProcessing"), thread: query.shortText("thread"),
            contact: query.shortText("contact"), receivedAfter: query.time("since"),
            receivedBefore: query.time("before"))
        let page = query.page()
        try query.finish()
        let arrivals = try await api.arrivals(filter, page, for: call.token)
        let next = arrivals.count == page.limit ? arrivals.last?.id.description : nil
        return .json(["arrivals": .array(arrivals.map(\.json)), "next": .optional(next)])
    }

    static let countArrivals = Operation(
        id: "countArrivals", method: "GET", path: "/v1/inbox/counts",
        summary: "Count arrivals by route and state, and those that need processing", scope: .read,
        outcomes: [Outcome(status: 200, summary: "The counts", schema: "ArrivalCounts")]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let workspace = api.service.workspace
        do throws(SpoolProblem) {
            let tallies = try await api.service.spool.arrivalTally()
            return .json(
                InboxCounts(tallies.filter { call.reaches(workspace.application(ofArrivals: $0.route)) }).json)
        } catch {
            throw Problem(error)
        }
    }

    static let showArrival = Operation(
        id: "showArrival", method: "GET", path: "/v1/inbox/{id}", summary: "Tell the whole story of an arrival",
        scope: .read, parameters: [id],
        outcomes: [Outcome(status: 200, summary: "The story", schema: "ArrivalStory")], problems: [404]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        return .json(try await api.arrival(of: call).json)
    }

    /// Says that an answer has not all of a letter.
    private static let part = "Router-Letter"

    static let rawArrival = Operation(
        id: "getRawArrival", method: "GET", path: "/v1/inbox/{id}/raw", summary: "Fetch the letter as it came",
        scope: .read, parameters: [id],
        outcomes: [
            Outcome(
                status: 200, summary: "The letter", type: "message/rfc822",
                headers: [(part, "'header-only' when the letter was too large to be fetched")])
        ], problems: [404]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let id = try await api.arrival(of: call).arrival.id
        let letter: RawLetter?
        do throws(SpoolProblem) {
            letter = try await api.service.spool.raw(of: id)
        } catch {
            throw Problem(error)
        }
        guard let letter else { throw API.noSuchArrival(call.capture("id")) }
        let size: Int
        do throws(ContentProblem) {
            size = try RawLetterReader(letter).size
        } catch {
            throw Problem(
                503, "file-unreadable", "The letter can't be read",
                "the letter's file in the spool \(error.problem); tell the people who run router"
            ).retry(after: 60)
        }
        var answer = Answer(200, .arrival(letter, size: size), type: "message/rfc822")
        answer.fields.append(("Content-Disposition", "attachment; filename=\"\(id).eml\""))
        if !letter.isWhole { answer.fields.append((part, "header-only")) }
        return answer
    }
}
