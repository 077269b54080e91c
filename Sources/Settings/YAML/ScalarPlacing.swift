import Diagnostics

/// Finds where each character of a scalar's value stands in the file.
///
/// libyaml gives the value and where the whole of it begins and ends; what lies between, indentation, escapes, folded lines, has to be
/// walked again.
struct ScalarPlacing {
    let text: String
    let style: Scalar.Style
    let span: Span
    let source: Source
    let bytes: [UInt8]

    init(text: String, style: Scalar.Style, span: Span, in source: Source, bytes: [UInt8]) {
        self.text = text
        self.style = style
        self.span = span
        self.source = source
        self.bytes = bytes
    }

    func placed() -> PlacedText {
        PlacedText(text, in: source, anchors: anchors())
    }

    private func anchors() -> [PlacedText.Anchor] {
        switch style {
        case .plain where span.start.line == span.end.line:
            [PlacedText.Anchor(offset: 0, position: span.start)]
        case .doubleQuoted: quoted()
        case .plain, .singleQuoted, .literal, .folded: lines()
        }
    }

    /// Each line of the source whose words appear in the value in turn; only white space is between them.
    private func lines() -> [PlacedText.Anchor] {
        let isBlock = style == .literal || style == .folded
        let value = Array(text.utf8)
        var found: [PlacedText.Anchor] = []
        var cursor = 0
        var lineNumber = isBlock ? span.start.line + 1 : span.start.line
        while cursor < value.count, lineNumber <= span.end.line, let line = source.line(lineNumber) {
            defer { lineNumber += 1 }
            let scalars = Array(line.unicodeScalars)
            var column = lineNumber == span.start.line ? span.start.column - 1 : 0
            if lineNumber == span.start.line, style == .singleQuoted { column += 1 }
            while column < scalars.count, scalars[column] == " " || scalars[column] == "\t" { column += 1 }
            guard column < scalars.count else { continue }
            // White space in the value that the source has in another form: a line's end, a fold, deeper indentation.
            while cursor < value.count, value[cursor] == 0x20 || value[cursor] == 0x0A || value[cursor] == 0x09 {
                cursor += 1
            }
            found.append(.init(offset: cursor, position: Position(line: lineNumber, column: column + 1)))
            let last = lineNumber == span.end.line && !isBlock ? min(span.end.column - 1, scalars.count) : scalars.count
            while cursor < value.count, column < last, value[cursor] != 0x0A {
                let length = UTF8.width(scalars[column])
                if style == .singleQuoted, scalars[column] == "'", column + 1 < last, scalars[column + 1] == "'" {
                    column += 1
                    found.append(.init(offset: cursor + 1, position: .init(line: lineNumber, column: column + 2)))
                }
                cursor += length
                column += 1
            }
            cursor = min(cursor, value.count)
        }
        return withStart(found)
    }

    /// Walks a double-quoted scalar: each escape moves value and source apart.
    private func quoted() -> [PlacedText.Anchor] {
        var found: [PlacedText.Anchor] = []
        var offset = 0
        var lineNumber = span.start.line
        var column = span.start.column
        let value = Array(text.utf8)
        while lineNumber <= span.end.line, offset <= value.count, let line = source.line(lineNumber) {
            let scalars = Array(line.unicodeScalars)
            if lineNumber > span.start.line {
                column = scalars.prefix { $0 == " " || $0 == "\t" }.count
                while offset < value.count, value[offset] == 0x20 || value[offset] == 0x0A { offset += 1 }
            }
            found.append(.init(offset: offset, position: Position(line: lineNumber, column: column + 1)))
            while column < scalars.count, offset < value.count {
                if scalars[column] == "\\", column + 1 < scalars.count {
                    column += Self.escapeLength(scalars[column + 1])
                    offset += Self.width(at: offset, in: value)
                    found.append(.init(offset: offset, position: Position(line: lineNumber, column: column + 1)))
                } else {
                    offset += UTF8.width(scalars[column])
                    column += 1
                }
            }
            lineNumber += 1
        }
        return withStart(found.filter { $0.offset <= value.count })
    }

    private static func escapeLength(_ letter: Unicode.Scalar) -> Int {
        switch letter {
        case "x": 4
        case "u": 6
        case "U": 10
        default: 2
        }
    }

    private static func width(at offset: Int, in value: [UInt8]) -> Int {
        switch value[offset] {
        case 0xF0...: 4
        case 0xE0...: 3
        case 0xC0...: 2
        default: 1
        }
    }

    private func withStart(_ anchors: [PlacedText.Anchor]) -> [PlacedText.Anchor] {
        anchors.first?.offset == 0 ? anchors : [.init(offset: 0, position: span.start)] + anchors
    }
}
