import Attributes
import Connecting
import Diagnostics
import Spool

/// The whole story of a message as a person reads it.
struct StoryText {
    /// Recipients of one attempt that are told one by one; of others only how many.
    private static let toldRecipients = 20

    private var text: StoryLines

    var lines: [String] { text.lines }

    init(_ story: MessageStory, style: Style, zone: Zone, now: Instant) {
        text = StoryLines(style: style, zone: zone, now: now)
        tell(story)
    }

    private mutating func tell(_ story: MessageStory) {
        let message = story.message
        let details = MessageDetails(message.details)
        text.title(details.subject ?? "a letter without a subject")
        text.styledField("state", text.style.apply(message.state.tint, message.state.rawValue) + whatNext(message))
        field("id", message.id.description)
        if message.submission != message.id { field("submission", message.submission.description) }
        field("message-id", message.messageID)
        field("route", "\(message.route) → \(message.connection), bus \(message.bus)")
        if message.priority != 0 { field("priority", "\(message.priority)") }
        field("accepted", text.stampAndAge(message.created))
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
        text.title("recipients")
        tell(message.recipients)
        for attempt in story.attempts { tell(attempt, of: message) }
    }

    private func whatNext(_ message: MessageSummary) -> String {
        switch message.state {
        case .held:
            ": nobody knows whether it arrived; 'router queue retry' sends it again, 'router queue cancel' does not"
        case .failed, .partial: "; 'router queue retry' tries again those who did not get it"
        case .queued, .deferred:
            message.due.map {
                $0 <= text.now ? ", due now" : ", next attempt \(stamp($0)), \(Moment.due($0, now: text.now))"
            }
                ?? ""
        case .sending, .cancelled, .sent: ""
        }
    }

    private mutating func tell(_ recipients: [RecipientStatus]) {
        for recipient in recipients.prefix(Self.toldRecipients) {
            let reply = recipient.reply.map { ": \($0.description)" } ?? recipient.reason.map { ": \($0)" } ?? ""
            text.add(
                "  \(text.style.apply(recipient.state.tint, recipient.state.rawValue)) "
                    + Visible.line(recipient.address + reply))
        }
        let others = recipients.count - Self.toldRecipients
        if others > 0 { text.add("  and \(others) more; --json has them all") }
    }

    private mutating func tell(_ attempt: AttemptRecord, of message: MessageSummary) {
        let took = Double((attempt.ended - attempt.began) / .milliseconds(1)) / 1000
        let connection = attempt.connection == message.connection ? "" : " over \(attempt.connection)"
        text.title("attempt \(attempt.number)", " \(text.stamp(attempt.began)), \(Self.short(took)) s\(connection)")
        if !attempt.session.isEmpty { field("session", attempt.session) }
        tell(attempt.recipients)
        if let failure = attempt.failure { text.add(failure) }
    }

    private mutating func field(_ name: String, _ value: String?) { text.field(name, value) }

    private func stamp(_ instant: Instant) -> String { text.stamp(instant) }

    /// Seconds with three decimal places.
    private static func short(_ seconds: Double) -> String {
        let thousandths = Int((max(0, seconds) * 1000).rounded())
        let fraction = String(1000 + thousandths % 1000).dropFirst()
        return "\(thousandths / 1000).\(fraction)"
    }
}
