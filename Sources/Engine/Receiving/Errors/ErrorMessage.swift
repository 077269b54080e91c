package import Attributes
package import Connecting
package import Spool

/// What a handler is told when a letter was put into quarantine, or a handler refused it for good.
package struct ErrorMessage: Sendable {
    /// Attributes of `error-response:` that are filled with what went wrong; any other one is the letter's of the same name.
    package static let facts = Schema([
        Attribute("Reason", .string, title: "What went wrong", isRequired: true),
        Attribute("Code", .string, title: "The same for programs: missing-attribute", isRequired: true),
        Attribute("Help", .string, title: "What mends it", isRequired: true),
        Attribute("State", .string, title: "quarantined, or failed", isRequired: true),
        Attribute("Handler", .string, title: "Who refused it: connection:bpm; nothing in quarantine"),
    ])

    /// Always told, so that the letter can be found again.
    static let messageID = "GlobalMessageId"

    var reason: AttemptFailure
    /// Who refused it; `nil` when it is in quarantine.
    var handler: String?

    package init(reason: AttemptFailure, handler: String?) {
        self.reason = reason
        self.handler = handler
    }

    /// What went wrong with an arrival, as its story tells; `nil` when nothing did any more.
    init?(_ story: ArrivalStory) {
        if story.arrival.state == .quarantined, let failure = story.arrival.failure {
            self.init(reason: failure, handler: nil)
            return
        }
        let failed = story.handlings.filter { $0.state == .failed && !$0.isErrorResponse }
        let last = failed.max { ($0.lastAttempt ?? Self.never) < ($1.lastAttempt ?? Self.never) }
        guard let last, let failure = last.failure else { return nil }
        self.init(reason: failure, handler: last.target)
    }

    private static let never = Instant(seconds: 0)

    /// The attributes that a route declares, filled as far as the letter is known.
    package func attributes(_ schema: Schema, of letter: IncomingMessage?, messageID: String?) -> JSON {
        let facts: [String: JSON] = [
            "Reason": .string(reason.message), "Code": .string(reason.code), "Help": .string(reason.help),
            "State": .string((handler == nil ? ArrivalState.quarantined : .failed).rawValue),
            "Handler": handler.map { .string($0) } ?? .null,
        ]
        var members = [JSON.Member(name: Self.messageID, value: messageID.map { .string($0) } ?? .null)]
        for attribute in schema.attributes where attribute.name != Self.messageID {
            let value = facts[attribute.name] ?? letter?.attributes[attribute.name] ?? .null
            members.append(.init(name: attribute.name, value: value))
        }
        return .object(members)
    }
}

extension ReceiveRoute {
    /// Who is told that a letter can't be handed over; `nil` when the route declares no error response.
    ///
    /// It is the handler that responds, also when it is that one that refused the letter: this is another message, which it can tell apart.
    var errorHandling: NewHandling? {
        guard errorResponse != nil, let responder else { return nil }
        return .errorResponse(to: deliveries[responder].target.description)
    }

    /// The error response as the handler that responds gets it.
    ///
    /// - Parameters:
    ///   - error: What went wrong.
    ///   - entry: That of the handler that responds.
    ///   - letter: As far as it could be understood; `nil` when it could not be read.
    ///   - arrival: The letter's.
    ///   - attempt: From 1.
    /// - Returns: The message; or what the letter lacks for it.
    package func handed(
        _ error: ErrorMessage, to entry: HandlerEntry, letter: IncomingMessage?, arrival: ArrivalSummary, attempt: Int
    ) -> Result<HandedMessage, HandingProblem> {
        var entry = entry
        entry.path = entry.errorPath ?? entry.path
        let key = letter.flatMap { letter in entry.by?.texts(in: letter.attributes).first }
        let process = entry.process.map { HandedProcess(name: $0, key: key) }
        // Without a process, since one without a key is no reason to tell nobody.
        entry.process = nil
        let known = letter ?? .unread(kind)
        return handed(known, to: entry, id: arrival.id, attempt: attempt).map { handed in
            var handed = handed
            handed.kind = HandedMessage.errorResponse
            handed.process = process
            handed.attachments = []
            handed.attributes = error.attributes(
                errorResponse ?? Schema([]), of: letter, messageID: arrival.messageID)
            return handed
        }.mapError { problem in
            HandingProblem(
                code: problem.reason.code, message: "nobody could be told of it: \(problem.reason.message)",
                help: "write 'error-path:' with what every letter has")
        }
    }
}

extension IncomingMessage {
    /// A letter of which nothing is known.
    fileprivate static func unread(_ kind: ArrivalKind) -> Self {
        Self(
            kind: kind.rawValue, attributes: .object([]), attachments: [], thread: "", sender: "", subject: "",
            snippet: "")
    }
}
