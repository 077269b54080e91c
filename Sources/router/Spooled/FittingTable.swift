import Attributes
import Diagnostics

/// Lines of a table that fits the terminal.
struct FittingTable<Row: Listed> {
    /// A column: what it says of a row, and how narrow it may become.
    struct Column {
        /// The one that has the row's colour.
        static var state: String { "STATE" }

        var title: String
        var least: Int
        /// Those with a higher number give up width first.
        var yielding = 0
        /// How wide it is for rows that are not known yet.
        var usual = 0
        var cell: (Row, Instant) -> String
    }

    /// Columns between two columns of the table.
    private static var gap: Int { 2 }
    /// Narrower terminals get shortened ids.
    private static var widthOfWholeIDs: Int { 170 }

    private let columns: [Column]
    private let widths: [Int]
    private let style: Style
    private let isFit: Bool

    /// - Parameters:
    ///   - rows: The first ones; others may follow in these columns.
    ///   - isOpen: Whether most of them will follow.
    ///   - now: What ages are counted from.
    ///   - width: The terminal's; `nil` when nothing has to fit.
    ///   - style: Of the output.
    init(_ rows: [Row], isOpen: Bool = false, now: Instant, width: Int?, style: Style) {
        self.style = style
        isFit = width != nil
        var columns = Row.columns(shortIDs: width.map { $0 < Self.widthOfWholeIDs } ?? false)
        func naturalWidths() -> [Int] {
            columns.map { column in
                let start = max(TextWidth.of(column.title), isOpen ? column.usual : 0)
                return rows.reduce(start) { max($0, TextWidth.of(column.cell($1, now))) }
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

    func line(for row: Row, now: Instant) -> String {
        line(columns.map { $0.cell(row, now) }) { column, text in
            columns[column].title == Column.state ? style.apply(row.tint, text) : text
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
}
