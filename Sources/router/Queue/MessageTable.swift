import Attributes
import Connecting
import Diagnostics
import Spool

/// Messages as lines of a table.
typealias MessageTable = FittingTable<MessageSummary>

/// What is seen of a message in a list.
struct SeenMessage: Hashable {
    var state: MessageState
    var attempts: Int
    var recipients: [RecipientStatus]
}

extension MessageSummary: Listed {
    var seen: SeenMessage { SeenMessage(state: state, attempts: attempts, recipients: recipients) }

    var tint: Style.Tint? { state.tint }

    static func columns(shortIDs: Bool) -> [MessageTable.Column] {
        [
            idColumn(isShort: shortIDs),
            .init(title: "AGE", least: 3) { Moment.length($1 - $0.created) },
            .init(title: MessageTable.Column.state, least: 9, usual: 9) { message, _ in message.state.rawValue },
            .init(title: "ROUTE", least: 8, yielding: 1, usual: 16) { message, _ in Visible.line(message.route) },
            .init(title: "TO", least: 10, yielding: 1, usual: 28) { message, _ in message.shownRecipients },
            .init(title: "SUBJECT", least: 10, yielding: 2, usual: 32) { message, _ in
                Visible.line(MessageDetails(message.details).subject ?? "")
            },
            .init(title: "NEXT", least: 6, yielding: 2, usual: 6) { message, now in
                message.state == .sending ? "" : message.due.map { Moment.due($0, now: now) } ?? ""
            },
            .init(title: "LAST REPLY", least: 10, yielding: 3, usual: 40) { message, _ in message.lastReply },
        ]
    }

    /// The first recipient who is of interest, and how many others there are.
    private var shownRecipients: String {
        let first = recipients.first { $0.state != .sent } ?? recipients.first
        let others = recipients.count - 1
        return Visible.line(first?.address ?? "") + (others > 0 ? " +\(others)" : "")
    }

    private var lastReply: String {
        let decisive = recipients.first { $0.state != .sent && $0.reply != nil }
        let reply = (decisive ?? recipients.first { $0.reply != nil })?.reply
        let last = state == .sent || state == .cancelled ? nil : failure
        return Visible.line(reply?.description ?? last?.message ?? "")
    }
}
