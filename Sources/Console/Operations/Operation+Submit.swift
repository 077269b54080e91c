import Attributes
import Connecting
import Engine
import Spool

extension Operation {
    /// How long a caller may wait for the outcome.
    static let longestWait = Duration.seconds(60)

    static let submit = Operation(
        id: "submitMessage", method: "POST", path: "/v1/routes/{route}/messages",
        summary: "Submit a message to a route; it survives power loss from the answer on", scope: .send,
        parameters: [
            .path("route", "The route, or its message name"),
            .header(
                "Idempotency-Key", "Makes a repeated call give back the first one's messages",
                schema: ["type": "string", "minLength": 1, "maxLength": 255]),
            .query(
                "wait", "Wait for the outcome so long, at most a minute: 10s",
                schema: ["type": "string", "pattern": "^([0-9]|[1-5][0-9]|60)s$"]), .traceparent,
        ],
        input: .attributes,
        outcomes: [
            Outcome(
                status: 202, summary: "It is in the spool", schema: "Submission",
                headers: [("Location", "Where its story is told")]),
            Outcome(
                status: 200,
                summary: "The key came before with the same data, or the list that the route goes through is empty",
                schema: "Submission",
                headers: [
                    ("Location", "Where its story is told"), ("Idempotent-Replayed", "'true' for a repeated key"),
                ]),
        ],
        problems: [404, 408, 409, 413, 415, 422, 429]
    ) { api, call throws(Problem) in
        var query = Query(call)
        let wait = query.duration("wait", atMost: longestWait)
        try query.finish()
        let key = try key(of: call)
        try await api.backlog.admit()
        let data = try api.data(of: call)
        let accepted: Accepted
        do throws(SubmitProblem) {
            accepted = try await api.service.submit(
                data, to: call.capture("route"), key: key, applications: call.token?.applications,
                trace: call.trace.text)
        } catch {
            if case .spool(let problem) = error {
                api.log.error("spool", ["problem": problem.description, "trace": call.trace.trace])
            }
            throw Problem(error)
        }
        var current = accepted
        if let wait, !accepted.messages.isEmpty {
            current.messages = await api.outcome(of: accepted, within: wait)
        }
        return answer(current)
    }

    private static func key(of call: Call) throws(Problem) -> String? {
        guard let key = call.header("Idempotency-Key") else { return nil }
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .parameters([
                Problem.Flaw(
                    pointer: "", parameter: "Idempotency-Key", expected: "1 to 255 bytes without control characters",
                    found: "\(key.utf8.count) bytes", help: "a UUID does well")
            ])
        }
        return key
    }

    private static func answer(_ accepted: Accepted) -> Answer {
        let isNothing = accepted.messages.isEmpty
        var answer = Answer.json(
            [
                "id": .string(accepted.id.description), "state": .string(accepted.state.rawValue),
                "messages": .array(
                    accepted.messages.map {
                        ["id": .string($0.id.description), "state": .string($0.state.rawValue)]
                    }),
            ], status: accepted.isRepeated || isNothing ? 200 : 202)
        if !isNothing { answer.fields.append(("Location", "/v1/messages/\(accepted.id)")) }
        if accepted.isRepeated { answer.fields.append(("Idempotent-Replayed", "true")) }
        return answer
    }
}

extension API {
    /// A submission's messages as they are at the end of a wait, which a stop cuts short.
    fileprivate func outcome(of accepted: Accepted, within wait: Duration) async -> [Accepted.Message] {
        let deadline = ContinuousClock.now + wait
        while true {
            let patience = min(.milliseconds(500), deadline - .now)
            guard let messages = try? await service.outcome(of: accepted.id, atMost: patience) else {
                return accepted.messages
            }
            let isOver = messages.allSatisfy { $0.state != .queued && $0.state != .sending }
            if isOver || .now >= deadline || service.isStopping || Task.isCancelled {
                return messages.map { Accepted.Message($0.id, $0.state) }
            }
        }
    }

    /// The attributes that a call brings, from JSON or from a form.
    fileprivate func data(of call: Call) throws(Problem) -> JSON {
        let media = call.header("content-type").flatMap(MediaType.init)
        if let media, media.name == "multipart/form-data" { return try FormData.read(call.body, media).json }
        if let media, media.name == MediaType.plainForm, !call.body.looksLikeJSON {
            throw .unsupportedType(media.name, types: call.operation.input.types)
        }
        do throws(JSONError) {
            return try JSON.read(call.body)
        } catch {
            throw Problem(error)
        }
    }
}

extension [UInt8] {
    fileprivate var looksLikeJSON: Bool {
        first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } == UInt8(ascii: "{")
    }
}
