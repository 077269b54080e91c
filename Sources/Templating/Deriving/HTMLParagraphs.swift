/// HTML as it grows from plain text: `<p>` for paragraphs, `<br>` for line ends.
struct HTMLParagraphs {
    private var parts: [Template.Part] = [.constant(Array("<html><body>\n".utf8))]
    private var constant: [UInt8] = []
    private var isOpen = false
    private var lineEnds = 0
    private var spaces = 0

    mutating func text(_ bytes: [UInt8]) {
        for byte in bytes {
            switch byte {
            case 0x0D: break
            case 0x0A:
                lineEnds += 1
                spaces = 0
            case 0x20, 0x09: spaces += 1
            default:
                flush()
                constant.append(contentsOf: Escape(markup: .html).escaped([byte]))
            }
        }
    }

    mutating func append(_ part: Template.Part) {
        flush()
        parts.append(.constant(constant))
        parts.append(part)
        constant = []
    }

    mutating func finish() -> [Template.Part] {
        if isOpen { constant.append(contentsOf: "</p>\n".utf8) }
        constant.append(contentsOf: "</body></html>\n".utf8)
        parts.append(.constant(constant))
        return parts.joined
    }

    private mutating func flush() {
        if !isOpen {
            constant.append(contentsOf: "<p>".utf8)
            isOpen = true
        } else if lineEnds > 1 {
            constant.append(contentsOf: "</p>\n<p>".utf8)
        } else if lineEnds == 1 {
            constant.append(contentsOf: "<br>\n".utf8)
        }
        constant.append(contentsOf: repeatElement(0x20, count: spaces))
        lineEnds = 0
        spaces = 0
    }
}
