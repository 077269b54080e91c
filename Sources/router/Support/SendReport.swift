import Attributes
import Connecting
import Diagnostics
import Engine
import ICalendar
import MIME
import Synchronization

/// Delivers messages and tells what became of each.
final class SendReport: Sendable {
    private let terminal: Terminal
    private let progress: ProgressBar?
    private let statuses = Mutex<Set<ExitStatus>>([])
    private let counts = Mutex<[MessageState: Int]>([:])
    /// Whether what is not sent is kept, and sent later.
    private let isKept: Bool

    init(_ terminal: Terminal, isKept: Bool = false, progress: ProgressBar? = nil) {
        self.terminal = terminal
        self.isKept = isKept
        self.progress = progress
    }

    var status: ExitStatus { statuses.withLock { .worst(of: $0) } }

    /// How many came how far: `3 sent, 1 deferred`.
    var summary: String {
        counts.withLock { counts in
            MessageState.allCases.compactMap { state in counts[state].map { "\($0) \(state.rawValue)" } }
                .joined(separator: ", ")
        }
    }

    func finish() { progress?.finish() }

    func deliver(_ messages: [Message], by courier: Courier) async {
        await courier.deliver(messages) { message, receipt in self.tell(message, receipt) }
    }

    /// A message is in the spool, and others send it.
    func tellLeft(_ message: Message) {
        tell(message, Receipt(message.letter, all: .queued), as: .done)
    }

    /// A submission was refused, and the others go on.
    func tell(_ failure: CommandFailure) {
        statuses.withLock { _ = $0.insert(failure.status) }
        if terminal.isJSON {
            terminal.result(failure.json.printed())
        } else {
            terminal.complain(failure.printed(terminal.style))
        }
    }

    func tell(_ message: Message, _ receipt: Receipt) { tell(message, receipt, as: ExitStatus(receipt)) }

    private func tell(_ message: Message, _ receipt: Receipt, as status: ExitStatus) {
        statuses.withLock { _ = $0.insert(status) }
        counts.withLock { $0[receipt.state, default: 0] += 1 }
        progress?.advance(failed: receipt.state != .sent)
        if terminal.isJSON {
            let outcome = OutcomeJSON(
                id: message.id, submission: message.submission, route: message.route,
                messageID: message.letter.messageID, connection: message.connection, receipt: receipt,
                links: message.links.map(\.json))
            terminal.result(outcome.value.printed())
        } else if progress == nil || receipt.state != .sent {
            print(message, receipt)
        }
    }

    private func print(_ message: Message, _ receipt: Receipt) {
        let style = terminal.resultStyle
        var lines = ["\(style.apply(.bold, message.rendered.draft.subject)) (\(message.id))"]
        for recipient in receipt.recipients {
            let reply = recipient.reply.map { ": \($0.description)" } ?? ""
            let tint: Style.Tint = recipient.state == .sent ? .green : recipient.state == .failed ? .red : .yellow
            lines.append("  \(style.apply(tint, recipient.state.rawValue)) \(recipient.address)\(reply)")
        }
        if let meeting = message.rendered.meeting, receipt.state == .sent || receipt.state == .partial {
            let zone = message.rendered.draft.zone
            let verb = meeting.method == .cancel ? "calls off" : "invites to"
            let place = meeting.location.map { ", \($0)" } ?? ""
            lines.append("  \(verb) \(meeting.title), \(meeting.start.iso8601(in: zone))\(place)")
        }
        for link in message.links {
            let doubt = link.isKnown == false ? ", which its table does not have" : ""
            lines.append("  speaks of \(link.object) \(link.value)\(doubt)")
        }
        for line in lines { terminal.result(line) }
        if let failure = receipt.failure {
            let label = terminal.style.apply(.red, "error[\(failure.code.rawValue)]")
            terminal.complain("\(label): \(failure.message)\n  \(terminal.style.apply(.cyan, "help")): \(failure.help)")
        }
        tellOwed(message, receipt)
    }

    /// Who has to act is told so, with the names.
    private func tellOwed(_ message: Message, _ receipt: Receipt) {
        let owed = receipt.recipients.filter { $0.state == .deferred }.map(\.address)
        if !owed.isEmpty {
            let names = owed.joined(separator: ", ")
            terminal.complain(
                isKept
                    ? "the spool keeps it for: \(names); 'router serve' or 'router queue run' sends it again"
                    : "nothing will retry this letter; send it again to: \(names)")
        }
        let unknown = receipt.recipients.filter { $0.state == .held }.map(\.address)
        if !unknown.isEmpty {
            let names = unknown.joined(separator: ", ")
            terminal.complain(
                isKept
                    ? "whether these got it is not known, and it is held: \(names); "
                        + "'router queue retry \(message.id)' sends it again, 'router queue cancel \(message.id)' gives it up"
                    : "whether these got it is not known, ask before sending again: \(names)")
        }
    }
}
