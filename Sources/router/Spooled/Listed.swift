import Attributes
import Diagnostics

/// What lists of the spool show, a line each.
protocol Listed: Sendable {
    /// What is seen of it in a list: who follows is told when this changes.
    associatedtype Seen: Hashable

    var id: UUIDv7 { get }
    var seen: Seen { get }
    var json: JSON { get }

    /// The colour of its state.
    var tint: Style.Tint? { get }

    static func columns(shortIDs: Bool) -> [FittingTable<Self>.Column]
}

extension Listed {
    /// An id's first 18 characters have its time and its number within that.
    static func idColumn(isShort: Bool) -> FittingTable<Self>.Column {
        .init(title: "ID", least: 36) { row, _ in
            isShort ? String(row.id.description.prefix(18)) : row.id.description
        }
    }
}
