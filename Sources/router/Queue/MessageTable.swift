import Attributes
import Connecting
import Diagnostics
import Spool

/// Messages as lines of a table that fits the terminal.
struct MessageTable {
    /// A column: what it says of a message, and how narrow it may become.
    private struct Column {
        var title: String
        var least: Int
        /// Those with a higher number give up width first.
        var yielding = 0
        /// How wide it is for messages that are not known yet.
        var usual = 0
        var cell: (MessageSummary, Instant) -> String
    }

    private static let gap = 2

    private let columns: [Column]
    private let widths: [Int]
    private let style: Style
    private let isFit: Bool

    /// - Parameters:
    ///   - messages: The first ones; others may follow in these columns.
    ///   - isOpen: Whether most of them will follow.
    ///   - now: What ages are counted from.
    ///   - width: The terminal's; `nil` when nothing has to fit.
    ///   - style: Of the output.
    init(_ messages: [MessageSummary], isOpen: Bool = false, now: Instant, width: Int?, style: Style) {
        self.style = style
        isFit = width != nil
        var columns = Self.columns(shortIDs: width.map { $0 < 170 } ?? false)
        func naturalWidths() -> [Int] {
            columns.map { column in
                let start = max(TextWidth.of(column.title), isOpen ? column.usual : 0)
                return messages.reduce(start) { max($0, TextWidth.of(column.cell($1, now))) }
            }
        }
        var widths = naturalWidths()
        if let width {
            func excess() -> Int { widths.reduce(0, +) + Self.gap * (columns.count - 1) - width }
            // What can't be shown in a few letters is not shown.
            func leastWidth() -> Int {
                zip(columns, widths).reduce(0) { $0 + min($1.0.least, $1.1) } + Self.gap * (columns.count - 1)
            }
            while leastWidth() > width, let last = columns.lastIndex(where: { $0.yielding > 1 }) {
                columns.remove(at: last)
                widths = naturalWidths()
            }
            for level in [3, 2, 1] {
                while excess() > 0,
                    let widest = columns.indices.filter({
                        columns[$0].yielding == level && widths[$0] > columns[$0].least
                    }).max(by: { widths[$0] < widths[$1] })
                {
                    widths[widest] -= 1
                }
            }
        }
        self.columns = columns
        self.widths = widths
    }

    var heading: String { style.apply(.bold, line(columns.map(\.title)) { _, text in text }) }

    func line(for message: MessageSummary, now: Instant) -> String {
        line(columns.map { $0.cell(message, now) }) { column, text in
            columns[column].title == "STATE" ? style.apply(message.state.tint, text) : text
        }
    }

    private func line(_ cells: [String], _ paint: (Int, String) -> String) -> String {
        var line = ""
        for (column, cell) in cells.enumerated() {
            let text = isFit ? TextWidth.fit(cell, to: widths[column]) : cell
            let isLast = column == cells.count - 1
            line += paint(column, text)
            let left = max(0, widths[column] - TextWidth.of(text))
            if !isLast { line += String(repeating: " ", count: left + Self.gap) }
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// An id's first 18 characters have its time and its number within that.
    private static func columns(shortIDs: Bool) -> [Column] {
        [
            Column(title: "ID", least: 36) { message, _ in
                shortIDs ? String(message.id.description.prefix(18)) : message.id.description
            },
            Column(title: "AGE", least: 3) { Moment.length($1 - $0.created) },
            Column(title: "STATE", least: 9, usual: 9) { message, _ in message.state.rawValue },
            Column(title: "ROUTE", least: 8, yielding: 1, usual: 16) { message, _ in Visible.line(message.route) },
            Column(title: "TO", least: 10, yielding: 1, usual: 28) { message, _ in to(message) },
            Column(title: "SUBJECT", least: 10, yielding: 2, usual: 32) { message, _ in
                Visible.line(MessageDetails(message.details).subject ?? "")
            },
            Column(title: "NEXT", least: 6, yielding: 2, usual: 6) { message, now in
                message.state == .sending ? "" : message.due.map { Moment.due($0, now: now) } ?? ""
            },
            Column(title: "LAST REPLY", least: 10, yielding: 3, usual: 40) { message, _ in lastReply(message) },
        ]
    }

    /// The first recipient who is of interest, and how many others there are.
    private static func to(_ message: MessageSummary) -> String {
        let first = message.recipients.first { $0.state != .sent } ?? message.recipients.first
        let others = message.recipients.count - 1
        return Visible.line(first?.address ?? "") + (others > 0 ? " +\(others)" : "")
    }

    private static func lastReply(_ message: MessageSummary) -> String {
        let decisive = message.recipients.first { $0.state != .sent && $0.reply != nil }
        let reply = (decisive ?? message.recipients.first { $0.reply != nil })?.reply
        let failure = message.state == .sent || message.state == .cancelled ? nil : message.failure
        return Visible.line(reply?.description ?? failure?.message ?? "")
    }
}
