import Attributes

extension Operation {
    static let alive = Operation(
        id: "alive", method: "GET", path: "/healthz", summary: "Whether the process answers",
        outcomes: [Outcome(status: 200, summary: "It does", schema: "Alive")]
    ) { _, call throws(Problem) in
        try Query(call).finish()
        return .json(["status": "alive"])
    }

    static let ready = Operation(
        id: "ready", method: "GET", path: "/readyz",
        summary: "Whether submissions are taken and go out; with the reasons when not",
        outcomes: [
            Outcome(status: 200, summary: "They do", schema: "Readiness"),
            Outcome(status: 503, summary: "They don't", schema: "Readiness"),
        ]
    ) { api, call throws(Problem) in
        try Query(call).finish()
        let reasons = await api.readiness.reasons()
        let json: JSON = [
            "status": reasons.isEmpty ? "ready" : "not-ready",
            "reasons": .array(
                reasons.map { reason in
                    [
                        "code": .string(reason.code), "detail": .string(reason.detail),
                        "connection": reason.connection.map { .string($0) } ?? .null,
                    ]
                }),
        ]
        return .json(json, status: reasons.isEmpty ? 200 : 503)
    }
}
