/// Writes HTML from the lines of a plain text: `<p>` for paragraphs, `<br>` for line ends.
struct ParagraphWriter: FlowWriter {
    var buffer: [UInt8] = []
    var scratch: [UInt8] = []
    /// A document, and not only what stands in its body.
    let isWhole: Bool
    private var isOpen = false
    private var lineEnds = 0
    private var spaces = 0

    init(isWhole: Bool) {
        self.isWhole = isWhole
    }

    mutating func begin() {
        if isWhole { buffer.append("<html><body>\n") }
    }

    mutating func take(_ step: FlowStep) {
        switch step {
        case .words(let bytes):
            beginWords()
            buffer.append(contentsOf: bytes)
        case .newLine:
            lineEnds += 1
            spaces = 0
        case .space: spaces += 1
        // Plain text has no others.
        default: break
        }
    }

    mutating func beginWords() {
        if !isOpen {
            buffer.append("<p>")
            isOpen = true
        } else if lineEnds > 1 {
            buffer.append("</p>\n<p>")
        } else if lineEnds == 1 {
            buffer.append("<br>\n")
        }
        buffer.append(contentsOf: repeatElement(UInt8(ascii: " "), count: spaces))
        lineEnds = 0
        spaces = 0
    }

    mutating func finish() {
        if isOpen { buffer.append("</p>\n") }
        if isWhole { buffer.append("</body></html>\n") }
    }
}
