internal import Attributes
package import Connecting
internal import Wire

/// The way to an HTTP endpoint that takes messages: `kind: http`.
package struct HTTPConnector: Handler, Checkable, Authorizable {
    package static let entryKeys = ["path"]

    let settings: Settings
    let pool: WorkerPool<HTTPCaller>

    package init(_ settings: Settings) {
        self.settings = settings
        pool = WorkerPool(limit: settings.sessions) { () throws(Failure) in try HTTPCaller(settings) }
    }

    package var authorization: (any Authorization)? { settings.credentials.authorization }
    package var place: String? { settings.server }

    package func handle(_ message: HandedMessage) async throws(Failure) -> HandlerAnswer {
        let settings = settings
        let response = try await pool.using { (caller) async throws(Failure) in
            try await caller.call(as: settings.credentials) { () throws(Failure) in
                try HTTPDelivery(message, settings).request(at: .now)
            }
        }
        return try HTTPVerdict(settings).answer(response, at: .now)
    }

    package func check() async throws(Failure) -> [String] {
        let settings = settings
        let response = try await pool.using { (caller) async throws(Failure) in
            try await caller.call(as: settings.credentials) { () throws(Failure) in
                HTTPRequest("HEAD", settings.url, headers: HTTPDelivery.ownHeaders(settings))
            }
        }
        return try HTTPVerdict(settings).findings(response, at: .now)
    }
}
