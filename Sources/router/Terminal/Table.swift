import Diagnostics

/// Lines in columns, each as wide as its widest text.
struct Table {
    private enum Line {
        case heading(String)
        case row([String])
    }

    private let style: Style
    private var content: [Line] = []

    init(style: Style) {
        self.style = style
    }

    mutating func heading(_ text: String) { content.append(.heading(text)) }

    mutating func row(_ cells: [String]) { content.append(.row(cells)) }

    var lines: [String] {
        var widths: [Int] = []
        for case .row(let cells) in content {
            for (column, cell) in cells.enumerated() {
                if column == widths.count { widths.append(0) }
                widths[column] = max(widths[column], cell.count)
            }
        }
        return content.map { line in
            switch line {
            case .heading(let text): return style.apply(.bold, text)
            case .row(let cells):
                var text = " "
                for (column, cell) in cells.enumerated() where widths[column] > 0 {
                    text += " " + cell + String(repeating: " ", count: widths[column] - cell.count + 1)
                }
                while text.last == " " { text.removeLast() }
                return text
            }
        }
    }
}
