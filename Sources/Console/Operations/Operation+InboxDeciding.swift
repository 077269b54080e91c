import Attributes
import Diagnostics
import Engine
import Spool

extension Operation {
    static let retryArrival = decision(
        id: "retryArrival", verb: "retry",
        summary: "Look into what is quarantined again, and hand what failed over again", input: .none
    ) { _ throws(Problem) in
        { spool, id throws(SpoolProblem) in try await spool.retryArrivals([id], now: .now).first ?? .noSuchArrival }
    }

    static let markArrival = decision(
        id: "markArrival", verb: "processed", summary: "Say whether an arrival still needs processing",
        input: .object("ProcessingMark")
    ) { call throws(Problem) in
        let needsProcessing = try call.processingMark()
        return { spool, id throws(SpoolProblem) in
            try await spool.mark([id], needsProcessing: needsProcessing).first ?? .noSuchArrival
        }
    }

    static let linkArrival = decision(
        id: "linkArrival", verb: "link", summary: "Say which business object an arrival speaks of",
        input: .object("NewLink")
    ) { call throws(Problem) in
        var reader = try ObjectReader(call, ["object", "key", "value"])
        let link = ArrivalLink(
            rule: "", object: reader.text("object", flaw: ArrivalLink.flaw),
            key: reader.text("key", flaw: ArrivalLink.flaw), value: reader.text("value", flaw: ArrivalLink.flaw))
        try reader.finish()
        return { spool, id throws(SpoolProblem) in try await spool.link(id, link) }
    }

    static let markThread = Operation(
        id: "markThread", method: "POST", path: "/v1/inbox/threads/{thread}/processed",
        summary: "Say whether the arrivals of a thread still need processing", scope: .decide,
        parameters: [.path("thread", "The thread, as an arrival tells it, percent-encoded")],
        input: .object("ProcessingMark"),
        outcomes: [Outcome(status: 200, summary: "How many it was changed for", schema: "ThreadMark")],
        problems: [404, 413, 415, 422]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let needsProcessing = try call.processingMark()
        let thread = call.capture("thread")
        guard let changed = try await api.mark(thread, needsProcessing: needsProcessing, call) else {
            throw Problem(
                404, "no-such-thread", "There is no such thread",
                "no arrival belongs to the thread '\(Visible.shortened(thread, to: 60))'; "
                    + "GET /v1/inbox/{id} tells an arrival's")
        }
        return .json(["thread": .string(thread), "changed": .integer(changed)])
    }

    private typealias Deciding = @Sendable (any Spool, UUIDv7) async throws(SpoolProblem) -> ArrivalDecision

    /// A decision about one arrival, which is answered with its story afterwards.
    private static func decision(
        id: String, verb: String, summary: String, input: Input,
        _ read: @escaping @Sendable (Call) throws(Problem) -> Deciding
    ) -> Operation {
        Operation(
            id: id, method: "POST", path: "/v1/inbox/{id}/\(verb)", summary: summary, scope: .decide,
            parameters: [.path("id", "An arrival's id")], input: input,
            outcomes: [Outcome(status: 200, summary: "The arrival, as it is now", schema: "ArrivalStory")],
            problems: [404, 409] + (input.isRead ? [413, 415, 422] : [])
        ) { api, call throws(Problem) in
            try Query(call).finish()
            let decide = try read(call)
            let arrival = try await api.arrival(of: call).arrival
            let decision: ArrivalDecision
            do throws(SpoolProblem) {
                decision = try await decide(api.service.spool, arrival.id)
            } catch {
                throw Problem(error)
            }
            switch decision {
            case .done: return .json(try await api.arrival(of: call).json)
            case .noSuchArrival: throw API.noSuchArrival(call.capture("id"))
            case .notNow(let state):
                throw Problem(
                    409, "nothing-to-do", "There is nothing to decide",
                    "the arrival is \(state.rawValue)"
                        + (verb != "retry" && arrival.needsProcessing == nil ? ", and its route has no link rules" : "")
                )
            }
        }
    }
}

extension Call {
    /// `{"needsProcessing": false}`.
    fileprivate func processingMark() throws(Problem) -> Bool {
        var reader = try ObjectReader(self, ["needsProcessing"])
        let needsProcessing = reader.flag("needsProcessing")
        try reader.finish()
        return needsProcessing
    }
}

extension API {
    /// - Returns: How many it was changed for; `nil` when there is no such thread for the caller.
    fileprivate func mark(_ thread: String, needsProcessing: Bool, _ call: Call) async throws(Problem) -> Int? {
        let filter = ArrivalFilter(thread: thread)
        if call.token?.applications == nil {
            do throws(SpoolProblem) {
                let count = try await service.spool.markThread(thread, needsProcessing: needsProcessing)
                if count > 0 { return count }
                return try await service.spool.arrivals(filter, Page(limit: 1)).isEmpty ? nil : 0
            } catch {
                throw Problem(error)
            }
        }
        // Others' letters of the thread stay as they are.
        var (count, isThere) = (0, false)
        var page = Page(.oldest, limit: 500)
        while true {
            let arrivals = try await arrivals(filter, page, for: call.token)
            isThere = isThere || !arrivals.isEmpty
            let ids = arrivals.filter { $0.needsProcessing == !needsProcessing }.map(\.id)
            do throws(SpoolProblem) {
                if !ids.isEmpty { _ = try await service.spool.mark(ids, needsProcessing: needsProcessing) }
            } catch {
                throw Problem(error)
            }
            count += ids.count
            guard arrivals.count == page.limit else { return isThere ? count : nil }
            page.behind = arrivals.last?.id
        }
    }
}
