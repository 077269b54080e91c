import Diagnostics

/// Finds where each character of a scalar's value stands in the file.
///
/// libyaml gives the value and where the whole of it begins and ends; what lies between, indentation, escapes, folded lines, is walked
/// again here by the same rules, and compared with the value on the way.
struct ScalarWalk {
    var cursor: SourceCursor
    /// Where the scalar ends: behind its last character, or behind its closing quote.
    let end: Position
    let value: [UInt8]
    private(set) var written = 0
    private(set) var anchors: [PlacedText.Anchor] = []
    /// Where the next character stands if it follows the last one; `nil` when it needs an anchor anyway.
    private var expected: Position?
    /// Whether the walk and libyaml disagree: then only the beginning is known.
    private(set) var isLost = false

    /// - Parameters:
    ///   - text: The value, as libyaml has it.
    ///   - style: How it is written.
    ///   - cursor: At its first character: the opening quote, the `|`.
    ///   - end: Behind its last one.
    /// - Returns: Where its characters stand, for a `PlacedText`.
    static func anchors(
        of text: String, _ style: Scalar.Style, at cursor: SourceCursor, end: Position
    ) -> [PlacedText.Anchor] {
        let start = PlacedText.Anchor(offset: 0, position: cursor.position)
        if style == .plain, cursor.position.line == end.line { return [start] }
        var walk = ScalarWalk(cursor: cursor, end: end, value: Array(text.utf8))
        switch style {
        case .plain: walk.plain()
        case .singleQuoted: walk.singleQuoted()
        case .doubleQuoted: walk.doubleQuoted()
        case .literal: walk.block(isFolded: false)
        case .folded: walk.block(isFolded: true)
        }
        guard !walk.isLost, walk.written == walk.value.count, walk.anchors.first?.offset == 0 else { return [start] }
        return walk.anchors
    }

    private init(cursor: SourceCursor, end: Position, value: [UInt8]) {
        self.cursor = cursor
        self.end = end
        self.value = value
    }

    var isDone: Bool { isLost || written >= value.count }

    // MARK: Writing

    /// The character under the cursor is the value's next one.
    mutating func take() {
        write(cursor.byte, width: cursor.byte?.characterWidth ?? 1, at: cursor.position)
        cursor.advance()
    }

    /// A line end of the source, or a fold, gives the value's next character.
    mutating func write(_ byte: UInt8, at place: Position) {
        write(byte, width: 1, at: place)
        if byte == 0x0A { expected = nil }
    }

    /// An escape gives the value's next character, of any width.
    mutating func writeEscape(from start: Position) {
        guard written < value.count else { return isLost = true }
        anchors.append(.init(offset: written, position: start, end: cursor.position))
        written += value[written].characterWidth
        expected = nil
    }

    private mutating func write(_ byte: UInt8?, width: Int, at place: Position) {
        guard written < value.count, value[written] == byte else { return isLost = true }
        if expected != place { anchors.append(.init(offset: written, position: place)) }
        written += width
        expected = Position(line: place.line, column: place.column + 1)
    }

    // MARK: Flow styles

    private mutating func plain() {
        while cursor.position < end, !isLost {
            if cursor.isBlank || cursor.isBreak { gap() } else { take() }
        }
    }

    private mutating func singleQuoted() {
        cursor.advance()
        while cursor.position < end, !isDone {
            if cursor.isBlank || cursor.isBreak {
                gap()
            } else {
                // Two quotes stand for one.
                if cursor.byte == UInt8(ascii: "'") { cursor.advance() }
                take()
            }
        }
    }

    private mutating func doubleQuoted() {
        cursor.advance()
        while cursor.position < end, !isDone {
            if cursor.isBlank || cursor.isBreak {
                gap()
            } else if cursor.byte == UInt8(ascii: "\\") {
                escape()
            } else {
                take()
            }
        }
    }

    private mutating func escape() {
        let start = cursor.position
        cursor.advance()
        if cursor.isBreak { return gap(isEscaped: true) }
        let digits =
            switch cursor.byte {
            case UInt8(ascii: "x"): 2
            case UInt8(ascii: "u"): 4
            case UInt8(ascii: "U"): 8
            default: 0
            }
        for _ in 0...digits { cursor.advance() }
        writeEscape(from: start)
    }

    /// White space between words: kept within a line; a line end becomes a space, and with blank lines behind it those lines' ends.
    private mutating func gap(isEscaped: Bool = false) {
        var blanks = cursor
        while cursor.isBlank { cursor.advance() }
        guard cursor.isBreak else {
            while blanks.position < cursor.position, !isLost {
                write(blanks.byte, width: 1, at: blanks.position)
                blanks.advance()
            }
            return
        }
        // The fold stands where the first line's words end.
        let fold = blanks.position
        cursor.advance()
        var breaks: [Position] = []
        while cursor.isBlank || cursor.isBreak {
            if cursor.isBreak { breaks.append(cursor.position) }
            cursor.advance()
        }
        if breaks.isEmpty, !isEscaped { write(0x20, at: fold) }
        for place in breaks { write(0x0A, at: place) }
    }
}
