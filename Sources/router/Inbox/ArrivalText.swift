import Attributes
import Diagnostics
import Spool

/// The whole story of a letter that came in as a person reads it.
struct ArrivalText {
    /// Characters of a handler's response that are shown.
    private static let shownResponse = 500

    private var text: StoryLines

    var lines: [String] { text.lines }

    /// - Parameters:
    ///   - story: Of the arrival.
    ///   - others: How many other letters are in its thread.
    ///   - style: Of the output.
    ///   - zone: The workspace's.
    ///   - now: What ages are counted from.
    init(_ story: ArrivalStory, othersInThread others: Int, style: Style, zone: Zone, now: Instant) {
        text = StoryLines(style: style, zone: zone, now: now)
        tell(story, others)
    }

    private mutating func tell(_ story: ArrivalStory, _ others: Int) {
        let arrival = story.arrival
        text.title(arrival.subject.isEmpty ? "a letter without a subject" : arrival.subject)
        text.styledField(
            "state", text.style.apply(arrival.state.tint, arrival.state.rawValue) + Self.whatNext(arrival.state))
        text.field("id", arrival.id.description)
        text.field("message-id", arrival.messageID)
        text.field("route", "\(arrival.route) ← \(arrival.folder)")
        text.field("identity", arrival.identity)
        text.field("received", text.stampAndAge(arrival.received))
        if arrival.isOutgoing { text.field("direction", "outgoing: the mailbox's owner wrote it") }
        text.field(
            "acknowledged", story.isAcknowledged ? "yes" : "not yet: the mailbox may not know that it is stored here")
        text.field("from", arrival.sender)
        text.field("contact", arrival.contact)
        text.field("thread", Self.thread(arrival.thread, others))
        text.field("size", "\(arrival.size) bytes")
        if let needsProcessing = arrival.needsProcessing {
            text.field(
                "processing",
                needsProcessing ? "needed; 'router inbox link' or 'router inbox processed' ends that" : "done")
        }
        for link in arrival.links {
            text.field("speaks of", "\(link.shown) (\(link.rule.isEmpty ? "by hand" : "by the rule '\(link.rule)'"))")
        }
        text.field("begins", arrival.snippet)
        if let failure = arrival.failure, !story.handlings.contains(where: { $0.failure == failure }) {
            text.add(failure)
        }
        for handling in story.handlings { tell(handling) }
    }

    private static func whatNext(_ state: ArrivalState) -> String {
        switch state {
        case .received: ", not looked into yet"
        case .delivering: ", not all handlers have it yet"
        case .delivered: ""
        case .failed: "; 'router inbox retry' hands it over again"
        case .quarantined: "; 'router inbox retry' looks into it again, once its route was mended"
        }
    }

    private static func thread(_ thread: String, _ others: Int) -> String {
        guard others > 0 else { return thread }
        return "\(thread), with \(others)\(others < ArrivalThread.mostCounted ? "" : " or more") other"
            + (others == 1 ? " letter" : " letters")
    }

    private mutating func tell(_ handling: ArrivalStory.Handling) {
        text.title(handling.isErrorResponse ? "error response to \(handling.target)" : "handler \(handling.target)")
        let attempts =
            handling.attempts == 0
            ? "" : ", \(handling.attempts) \(handling.attempts == 1 ? "attempt" : "attempts")"
        text.styledField("state", text.style.apply(handling.state.tint, handling.state.rawValue) + attempts)
        text.field("first", handling.attempts > 1 ? handling.firstAttempt.map { text.stamp($0) } : nil)
        text.field("last", handling.lastAttempt.map { text.stamp($0) })
        if handling.state == .waiting {
            text.field(
                "next", handling.due.map { "\(text.stamp($0)), \(Moment.due($0, now: text.now))" } ?? "now")
        }
        text.field("said", handling.words)
        text.field("response", handling.response.map { Visible.shortened($0, to: Self.shownResponse) })
        if let failure = handling.failure { text.add(failure) }
    }
}

/// The letters of a thread.
enum ArrivalThread {
    /// More than these are not counted.
    static let mostCounted = 100

    /// How many other letters are in an arrival's thread, up to a limit.
    static func others(than arrival: ArrivalSummary, in spool: any Spool) async throws(CommandFailure) -> Int {
        guard !arrival.thread.isEmpty else { return 0 }
        let filter = ArrivalFilter(thread: arrival.thread)
        let found = try await onSpool { () async throws(SpoolProblem) in
            try await spool.arrivals(filter, Page(limit: mostCounted + 1))
        }
        return min(mostCounted, found.count { $0.id != arrival.id })
    }
}
