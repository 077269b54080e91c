/// Writes plain text: white space collapsed, paragraphs apart, list items marked, quotes behind `> `.
struct TextWriter: FlowWriter {
    var buffer: [UInt8] = []
    var scratch: [UInt8] = []
    private var isEmpty = true
    private var isLineStart = true
    /// Line ends to come before the next words.
    private var breaks = 0
    /// White space to come before the next words of the line.
    private var space: FlowStep?
    /// What stands before the next words instead of the indent: `- `.
    private var marker: String?
    /// The lists that are open: the next number of each, or `nil` for dashes.
    private var lists: [Int?] = []
    private var quotes = 0
    /// Of the last line.
    private var lastQuotes = 0
    /// Whether a cell of a table's row has ended.
    private var isBetweenCells = false

    /// Lists within lists, and quotes within quotes, are set off no further.
    private static let deepest = 8
    private static let mostBreaks = 3

    mutating func begin() {}

    mutating func take(_ step: FlowStep) {
        switch step {
        case .words(let bytes):
            guard !bytes.isEmpty else { return }
            beginWords()
            buffer.append(contentsOf: bytes)
        case .space(let isNoBreak): if isNoBreak || space == nil { space = step }
        case .apart(let count): apart(count)
        case .lineBreak: breaks = max(breaks, min(breaks + 1, Self.mostBreaks))
        case .newLine:
            breaks += 1
            space = nil
        case .openList(let first):
            apart(lists.isEmpty ? 2 : 1)
            lists.append(first)
        case .closeList:
            _ = lists.popLast()
            marker = nil
            apart(lists.isEmpty ? 2 : 1)
        case .item(let number): item(number)
        case .endItem:
            marker = nil
            apart(1)
        case .openQuote:
            apart(2)
            quotes += 1
        case .closeQuote:
            apart(2)
            quotes = max(0, quotes - 1)
        case .endCell: isBetweenCells = !isLineStart && breaks == 0
        // Values are taken with the data that they come from.
        case .hole, .section, .address: break
        }
    }

    mutating func finish() {
        if !isEmpty { buffer.append(UInt8(ascii: "\n")) }
    }

    private mutating func apart(_ count: Int) {
        breaks = max(breaks, count)
        isBetweenCells = false
    }

    private mutating func item(_ own: Int?) {
        apart(1)
        var sign = "- "
        if let last = lists.indices.last, let next = lists[last] {
            let number = own ?? next
            sign = "\(number). "
            lists[last] = number &+ 1
        }
        marker = indent(lists.count - 1) + sign
    }

    private func indent(_ depth: Int) -> String { String(repeating: "  ", count: max(0, min(depth, Self.deepest))) }

    mutating func beginWords() {
        if !isEmpty, breaks > 0 {
            buffer.append(UInt8(ascii: "\n"))
            for _ in 1..<breaks {
                // A blank line belongs to the quote that stands on both its sides.
                quote(min(quotes, lastQuotes), isBlank: true)
                buffer.append(UInt8(ascii: "\n"))
            }
            isLineStart = true
        }
        if isLineStart {
            quote(quotes, isBlank: false)
            buffer.append(marker ?? indent(lists.count))
            lastQuotes = quotes
        } else if isBetweenCells {
            buffer.append(" | ")
        } else if case .space(let isNoBreak) = space {
            buffer.append(isNoBreak ? "\u{A0}" : " ")
        }
        breaks = 0
        marker = nil
        space = nil
        isBetweenCells = false
        isEmpty = false
        isLineStart = false
    }

    private mutating func quote(_ depth: Int, isBlank: Bool) {
        guard depth > 0 else { return }
        for _ in 0..<min(depth, Self.deepest) { buffer.append("> ") }
        if isBlank { buffer.removeLast() }
    }
}
