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

    init(_ terminal: Terminal, progress: ProgressBar? = nil) {
        self.terminal = terminal
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

    func deliver(_ messages: [Message], by courier: Courier) async {
        await courier.deliver(messages) { message, receipt in self.tell(message, receipt) }
    }

    private func tell(_ message: Message, _ receipt: Receipt) {
        statuses.withLock { _ = $0.insert(ExitStatus(receipt)) }
        counts.withLock { $0[receipt.state, default: 0] += 1 }
        progress?.advance(failed: receipt.state != .sent)
        if terminal.isJSON {
            terminal.result(json(message, receipt).printed())
        } else if progress == nil || receipt.state != .sent {
            print(message, receipt)
        }
    }

    private func json(_ message: Message, _ receipt: Receipt) -> JSON {
        var members: [JSON.Member] = [
            .init(name: "id", value: .string(message.id)),
            .init(name: "submission", value: .string(message.submission)),
            .init(name: "route", value: .string(message.route)),
            .init(name: "state", value: .string(receipt.state.rawValue)),
            .init(name: "messageId", value: .string(message.letter.messageID)),
            .init(name: "connection", value: .string(message.connection)),
            .init(
                name: "recipients",
                value: .array(
                    receipt.recipients.map { recipient in
                        [
                            "address": .string(recipient.address), "state": .string(recipient.state.rawValue),
                            "reply": recipient.reply.map { .string($0.description) } ?? .null,
                        ]
                    })),
        ]
        if !message.links.isEmpty { members.append(.init(name: "links", value: .array(message.links.map(\.json)))) }
        if let failure = receipt.failure { members.append(.init(name: "error", value: failure.json)) }
        return .object(members)
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
        tellOwed(receipt)
    }

    /// Nothing keeps a letter that did not go out: who has to act is told so, with the names.
    private func tellOwed(_ receipt: Receipt) {
        let owed = receipt.recipients.filter { $0.state == .deferred }.map(\.address)
        if !owed.isEmpty {
            terminal.complain("nothing will retry this letter; send it again to: \(owed.joined(separator: ", "))")
        }
        let unknown = receipt.recipients.filter { $0.state == .held }.map(\.address)
        if !unknown.isEmpty {
            terminal.complain(
                "whether these got it is not known, ask before sending again: \(unknown.joined(separator: ", "))")
        }
    }
}
