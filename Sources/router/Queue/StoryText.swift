import Attributes
import Connecting
import Diagnostics
import Spool

/// The whole story of a message as a person reads it.
struct StoryText {
    /// Recipients of one attempt that are told one by one; of others only how many.
    private static let toldRecipients = 20

    let style: Style
    let zone: Zone
    let now: Instant
    private(set) var lines: [String] = []

    init(_ story: MessageStory, style: Style, zone: Zone, now: Instant) {
        self.style = style
        self.zone = zone
        self.now = now
        tell(story)
    }

    private mutating func tell(_ story: MessageStory) {
        let message = story.message
        let details = MessageDetails(message.details)
        lines.append(style.apply(.bold, details.subject.map { Visible.line($0) } ?? "a letter without a subject"))
        field("state", style.apply(message.state.tint, message.state.rawValue) + whatNext(message))
        field("id", message.id.description)
        if message.submission != message.id { field("submission", message.submission.description) }
        field("message-id", message.messageID)
        field("route", "\(message.route) → \(message.connection), bus \(message.bus)")
        if message.priority != 0 { field("priority", "\(message.priority)") }
        field("accepted", "\(stamp(message.created)), \(Moment.length(now - message.created)) ago")
        field("application", message.application)
        field("key", story.key)
        field("trace", story.trace)
        field("sender", message.sender.isEmpty ? "none" : message.sender)
        field("size", "\(message.size) bytes")
        if let meeting = details.meeting {
            let sequence = if case .number(let text)? = meeting["sequence"] { text } else { "" }
            field("meeting", "\(meeting["uid"]?.text ?? ""), sequence \(sequence)")
        }
        for link in details.links { field("speaks of", "\(link["object"]?.text ?? "") \(link["value"]?.text ?? "")") }
        lines.append(style.apply(.bold, "recipients"))
        tell(message.recipients)
        for attempt in story.attempts { tell(attempt, of: message) }
    }

    private func whatNext(_ message: MessageSummary) -> String {
        switch message.state {
        case .held:
            ": nobody knows whether it arrived; 'router queue retry' sends it again, 'router queue cancel' does not"
        case .failed, .partial: "; 'router queue retry' tries again those who did not get it"
        case .queued, .deferred:
            message.due.map { $0 <= now ? ", due now" : ", next attempt \(stamp($0)), \(Moment.due($0, now: now))" }
                ?? ""
        case .sending, .cancelled, .sent: ""
        }
    }

    private mutating func tell(_ recipients: [RecipientStatus]) {
        for recipient in recipients.prefix(Self.toldRecipients) {
            let reply = recipient.reply.map { ": \($0.description)" } ?? recipient.reason.map { ": \($0)" } ?? ""
            lines.append(
                "  \(style.apply(recipient.state.tint, recipient.state.rawValue)) "
                    + Visible.line(recipient.address + reply))
        }
        let others = recipients.count - Self.toldRecipients
        if others > 0 { lines.append("  and \(others) more; --json has them all") }
    }

    private mutating func tell(_ attempt: AttemptRecord, of message: MessageSummary) {
        let took = Double((attempt.ended - attempt.began) / .milliseconds(1)) / 1000
        let connection = attempt.connection == message.connection ? "" : " over \(attempt.connection)"
        lines.append(
            style.apply(.bold, "attempt \(attempt.number)")
                + Visible.line(" \(stamp(attempt.began)), \(Self.short(took)) s\(connection)"))
        if !attempt.session.isEmpty { field("session", attempt.session) }
        tell(attempt.recipients)
        if let failure = attempt.failure {
            lines.append(
                "  \(style.apply(.red, "error[\(Visible.line(failure.code))]")): \(Visible.line(failure.message))")
            lines.append("    \(style.apply(.cyan, "help")): \(Visible.line(failure.help))")
        }
    }

    private mutating func field(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        let shown = name == "state" ? value : Visible.line(value)
        lines.append("  \(name)\(String(repeating: " ", count: max(1, 13 - name.count)))\(shown)")
    }

    private func stamp(_ instant: Instant) -> String { Moment.stamp(instant, in: zone) }

    /// Seconds with three decimal places.
    private static func short(_ seconds: Double) -> String {
        let thousandths = Int((max(0, seconds) * 1000).rounded())
        let fraction = String(1000 + thousandths % 1000).dropFirst()
        return "\(thousandths / 1000).\(fraction)"
    }
}
