import Attributes
import Diagnostics
import Spool

/// Finds the arrival that somebody means by an id, a beginning of one, or a Message-ID.
struct ArrivalLookup {
    let spool: any Spool

    /// The id of the one arrival that is meant.
    func id(_ text: String) async throws(CommandFailure) -> UUIDv7 {
        try await arrival(text).id
    }

    func arrival(_ text: String) async throws(CommandFailure) -> ArrivalSummary {
        if let id = UUIDv7(text) {
            let story = try await onSpool { () async throws(SpoolProblem) in try await spool.arrival(id) }
            guard let story else { throw Self.unknown(text, at: spool.place) }
            return story.arrival
        }
        if text.contains("@") { return try await arrival(messageID: Self.bracketed(text)) }
        guard let prefix = IDPrefix(text) else {
            throw CommandFailure(
                .noInput, "no-such-arrival", "'\(Self.shown(text))' is no arrival's id",
                help: "an id has 36 characters; \(IDPrefix.leastLength) or more of its first will do, and so will a"
                    + " Message-ID; 'router inbox list' shows them")
        }
        let arrival = try await prefix.find { (page) async throws(SpoolProblem) in
            try await spool.arrivals(ArrivalFilter(), page)
        }
        guard let arrival else { throw Self.unknown(text, at: spool.place) }
        return arrival
    }

    /// The arrival with a Message-ID is one of those in its thread.
    private func arrival(messageID: String) async throws(CommandFailure) -> ArrivalSummary {
        let threads = try await onSpool { () async throws(SpoolProblem) in try await spool.threads(of: [messageID]) }
        var found: [ArrivalSummary] = []
        if let thread = threads[messageID] {
            let filter = ArrivalFilter(thread: thread)
            found = try await Listings.all(by: \.id) { (page) async throws(SpoolProblem) in
                try await spool.arrivals(filter, page)
            }.filter { $0.messageID == messageID }
        }
        guard let first = found.first else { throw Self.unknown(messageID, at: spool.place) }
        guard found.count == 1 else {
            throw IDPrefix.ambiguous(
                found.map(\.id), "\(found.count) arrivals have the Message-ID '\(Self.shown(messageID))'",
                help: "name one by its id")
        }
        return first
    }

    /// The thread that is meant: by a Message-ID of one of its letters, or by an arrival's id.
    func thread(_ text: String) async throws(CommandFailure) -> String {
        if UUIDv7(text) != nil || IDPrefix(text) != nil { return try await arrival(text).thread }
        guard text.contains("@") else { return text }
        let messageID = Self.bracketed(text)
        let threads = try await onSpool { () async throws(SpoolProblem) in try await spool.threads(of: [messageID]) }
        return threads[messageID] ?? messageID
    }

    private static func bracketed(_ text: String) -> String { text.hasPrefix("<") ? text : "<\(text)>" }

    static func unknown(_ text: String, at place: String) -> CommandFailure {
        CommandFailure(
            .noInput, "no-such-arrival", "there is no arrival '\(shown(text))' in \(place)",
            help: "'router inbox list' shows what there is; what has ended is removed after 'keep:' of router.yaml")
    }

    /// There is no spool, and so no arrival.
    static func unknownWithoutSpool(_ text: String) -> CommandFailure {
        CommandFailure(
            .noInput, "no-such-arrival", "there is no arrival '\(shown(text))': nothing was put into the spool yet",
            help: "see that --workspace, and 'spool:' of its router.yaml, name what you mean")
    }

    private static func shown(_ text: String) -> String { Visible.shortened(text, to: 80) }
}
