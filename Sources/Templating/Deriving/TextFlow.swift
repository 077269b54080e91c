/// Plain text as it grows: white space collapsed, paragraphs apart, list items marked.
struct TextFlow {
    private var parts: [Template.Part] = []
    private var constant: [UInt8] = []
    private var isEmpty = true
    private var isLineStart = true
    /// Line ends to come before the next word.
    private var breaks = 0
    /// White space to come before the next word of the line.
    private var space: Unicode.Scalar?
    /// What stands before the next word instead of the indent: `- `.
    private var marker: String?
    private var indent = ""
    /// Whether a cell of a table's row has ended.
    private var isBetweenCells = false

    /// Appends text, with its white space collapsed.
    mutating func text(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case " ", "\t", "\n", "\r", "\u{0C}": space = space ?? " "
            case "\u{A0}": space = scalar
            // Fillers that nobody sees: soft hyphens, zero-width spaces.
            case "\u{AD}", "\u{200B}", "\u{FEFF}", "\u{34F}": break
            default:
                flush()
                constant.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Appends text as it is, as in `<pre>`.
    mutating func preformatted(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": breaks += 1
            case "\r": break
            default:
                flush()
                constant.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    mutating func append(_ part: Template.Part) {
        flush()
        seal()
        parts.append(part)
    }

    /// Makes sure of so many line ends before the next word.
    mutating func breakLine(_ count: Int) {
        breaks = max(breaks, count)
        isBetweenCells = false
    }

    /// One line end more, as `<br>` says, but no more than a few.
    mutating func addBreak() {
        breaks = min(breaks + 1, 3)
    }

    mutating func endCell() {
        isBetweenCells = !isLineStart && breaks == 0
    }

    mutating func startItem(_ marker: String, indent: String) {
        breakLine(1)
        self.marker = self.indent + marker
        self.indent = indent
    }

    mutating func indent(_ indent: String) {
        self.indent = indent
    }

    /// A place to come back to with `parts(since:)`.
    mutating func mark() -> Int {
        seal()
        return parts.count
    }

    mutating func parts(since mark: Int) -> ArraySlice<Template.Part> {
        seal()
        return parts[mark...]
    }

    /// Everything, with neighbouring constants joined and one line end at the end.
    mutating func finish() -> [Template.Part] {
        if !isEmpty { constant.append(UInt8(ascii: "\n")) }
        seal()
        return parts.joined
    }

    private mutating func seal() {
        if !constant.isEmpty { parts.append(.constant(constant)) }
        constant = []
    }

    private mutating func flush() {
        if !isEmpty, breaks > 0 {
            constant.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: breaks))
            isLineStart = true
        }
        if isLineStart {
            constant.append(contentsOf: (marker ?? indent).utf8)
        } else if isBetweenCells {
            constant.append(contentsOf: " | ".utf8)
        } else if let space {
            constant.append(contentsOf: String(space).utf8)
        }
        breaks = 0
        marker = nil
        space = nil
        isBetweenCells = false
        isEmpty = false
        isLineStart = false
    }
}

extension [Template.Part] {
    /// The same parts with neighbouring constants made one.
    var joined: [Template.Part] {
        var result: [Template.Part] = []
        var constant: [UInt8] = []
        for part in self {
            if case .constant(let bytes) = part {
                constant.append(contentsOf: bytes)
            } else {
                if !constant.isEmpty { result.append(.constant(constant)) }
                constant = []
                result.append(part)
            }
        }
        if !constant.isEmpty { result.append(.constant(constant)) }
        return result
    }
}
