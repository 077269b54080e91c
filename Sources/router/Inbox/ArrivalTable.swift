import Attributes
import Console
import Diagnostics
import Spool

/// Letters that came in as lines of a table.
typealias ArrivalTable = FittingTable<ArrivalSummary>

/// What is seen of an arrival in a list.
struct SeenArrival: Hashable {
    var state: ArrivalState
    var needsProcessing: Bool?
    var links: Int
    var failure: AttemptFailure?
}

extension ArrivalSummary: Listed {
    var seen: SeenArrival {
        SeenArrival(state: state, needsProcessing: needsProcessing, links: links.count, failure: failure)
    }

    var tint: Style.Tint? { state.tint }

    static func columns(shortIDs: Bool) -> [ArrivalTable.Column] {
        [
            idColumn(isShort: shortIDs),
            .init(title: "AGE", least: 3) { Moment.length($1 - $0.received) },
            .init(title: ArrivalTable.Column.state, least: 11, usual: 11) { arrival, _ in arrival.state.rawValue },
            .init(title: "OPEN", least: 4) { arrival, _ in arrival.needsProcessing == true ? "open" : "" },
            .init(title: "ROUTE", least: 8, yielding: 1, usual: 16) { arrival, _ in Visible.line(arrival.route) },
            .init(title: "FROM", least: 10, yielding: 2, usual: 28) { arrival, _ in
                (arrival.isOutgoing ? "→ " : "") + Visible.line(arrival.sender)
            },
            .init(title: "SUBJECT", least: 10, yielding: 2, usual: 32) { arrival, _ in Visible.line(arrival.subject) },
            .init(title: "LINKS", least: 8, yielding: 2, usual: 16) { arrival, _ in arrival.shownLinks },
            .init(title: "TEXT", least: 10, yielding: 3, usual: 40) { arrival, _ in arrival.shownText },
        ]
    }

    /// The first object that it speaks of, and how many others there are.
    private var shownLinks: String {
        guard let first = links.first else { return "" }
        return Visible.line("\(first.object) \(first.value)") + (links.count > 1 ? " +\(links.count - 1)" : "")
    }

    /// How it begins, or why nobody has it.
    private var shownText: String {
        Visible.line(state == .delivered ? snippet : failure?.message ?? snippet)
    }
}

extension ArrivalState {
    /// The colour it has in lists.
    var tint: Style.Tint? {
        switch self {
        case .received: nil
        case .delivering: .cyan
        case .delivered: .green
        case .failed, .quarantined: .red
        }
    }
}

extension HandlingState {
    /// The colour it has in stories.
    var tint: Style.Tint? {
        switch self {
        case .waiting: .yellow
        case .done: .green
        case .failed: .red
        }
    }
}
