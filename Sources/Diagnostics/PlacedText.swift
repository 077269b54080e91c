/// A text that remembers where each of its characters stands in its source.
///
/// A YAML value differs from its source: a block scalar is indented, an escape is shorter than what was typed. The anchors say where
/// stretches of the value begin in the source; within a stretch, one scalar of the value is one column.
package struct PlacedText: Sendable {
    /// From `offset` in the value's UTF-8 on, the value stands at `position` and what follows.
    package struct Anchor: Sendable {
        package var offset: Int
        package var position: Position
        /// Set when all of the stretch stands for the same words of the source, up to here: an escape, a value from outside.
        package var end: Position?

        package init(offset: Int, position: Position, end: Position? = nil) {
            self.offset = offset
            self.position = position
            self.end = end
        }
    }

    package let text: String
    package let source: Source
    private let anchors: [Anchor]

    /// A text with its anchors in ascending order of offset, the first at offset 0, and one at the start of each line of the value.
    package init(_ text: String, in source: Source, anchors: [Anchor]) {
        precondition(anchors.first?.offset == 0, "a placed text begins somewhere")
        self.text = text
        self.source = source
        self.anchors = anchors
    }

    /// The whole of a source, such as a template file.
    package init(whole source: Source) {
        var anchors = [Anchor(offset: 0, position: Position(line: 1, column: 1))]
        var offset = 0
        for byte in source.text.utf8 {
            offset += 1
            if byte == UInt8(ascii: "\n") {
                anchors.append(Anchor(offset: offset, position: Position(line: anchors.count + 1, column: 1)))
            }
        }
        self.init(source.text, in: source, anchors: anchors)
    }

    /// A stretch of the value, in UTF-8 offsets, that still knows where it stands.
    package func slice(_ range: Range<Int>) -> PlacedText {
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: range.lowerBound)
        let end = utf8.index(utf8.startIndex, offsetBy: range.upperBound)
        let within = anchors.filter { range.lowerBound < $0.offset && $0.offset < range.upperBound }
        return PlacedText(
            String(text[start..<end]), in: source,
            anchors: [Anchor(offset: 0, position: position(range.lowerBound), end: anchor(range.lowerBound).end)]
                + within.map { Anchor(offset: $0.offset - range.lowerBound, position: $0.position, end: $0.end) })
    }

    /// The anchors for a text that this one becomes a part of, from an offset on.
    package func anchors(movedBy offset: Int) -> [Anchor] {
        anchors.map { Anchor(offset: $0.offset + offset, position: $0.position, end: $0.end) }
    }

    /// Where a stretch of the value, in UTF-8 offsets, stands in the source.
    package func span(_ range: Range<Int>) -> Span {
        let start = position(range.lowerBound)
        let utf8 = text.utf8
        let upper = min(range.upperBound, utf8.count)
        guard upper > range.lowerBound else { return Span(start, start) }
        // The end is taken from the last character, so that a stretch that ends its line does not end on the next one.
        var last = utf8.index(utf8.startIndex, offsetBy: upper)
        repeat { last = utf8.index(before: last) } while utf8[last] & 0xC0 == 0x80 && last > utf8.startIndex
        let offset = utf8.distance(from: utf8.startIndex, to: last)
        if let end = anchor(offset).end { return Span(start, end) }
        let end = position(offset)
        return Span(start, Position(line: end.line, column: end.column + 1))
    }

    /// Where the character at a UTF-8 offset of the value stands in the source.
    package func position(_ offset: Int) -> Position {
        let anchor = anchor(offset)
        guard anchor.end == nil else { return anchor.position }
        let utf8 = text.utf8
        let from = utf8.index(utf8.startIndex, offsetBy: min(anchor.offset, utf8.count))
        let to = utf8.index(utf8.startIndex, offsetBy: min(offset, utf8.count))
        let columns = from < to ? utf8[from..<to].count { $0 & 0xC0 != 0x80 } : 0
        return Position(line: anchor.position.line, column: anchor.position.column + columns)
    }

    /// The anchor of the stretch that a UTF-8 offset lies in.
    private func anchor(_ offset: Int) -> Anchor {
        var low = 0
        var high = anchors.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if anchors[middle].offset <= offset { low = middle } else { high = middle }
        }
        return anchors[low]
    }
}
