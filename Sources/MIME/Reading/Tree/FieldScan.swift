/// Finds the fields of a header, and where the body begins.
struct FieldScan {
    private(set) var fields: [RawField] = []
    private(set) var body: Int
    /// No blank line ends the header: the body begins with what can't be a field.
    private(set) var lacksBlankLine = false
    private(set) var hasStrayLine = false
    private(set) var hasSpaceBeforeColon = false
    private(set) var isTooLong = false

    /// How far is looked for another field behind a line that is none.
    static let outlook = 4096

    /// Reads a header of at most so many bytes, which may also be ended by a part's boundary; `isTooLong` says when it has more.
    init(
        _ bytes: [UInt8], from start: Int, limit: Int, outlook: Int = Self.outlook, isBoundary: (LetterLine) -> Bool
    ) {
        body = bytes.count
        var position = start
        var isStray = false
        // Up to here is known that a field follows.
        var known = start
        while position < bytes.count {
            let line = LetterLine(bytes, at: position)
            if line.isBlank {
                body = line.next
                return
            }
            if line.end - start > limit {
                isTooLong = true
                return
            }
            let first = bytes[position]
            if first == 0x20 || first == 0x09 {
                if let last = fields.indices.last, !isStray {
                    fields[last].value = fields[last].value.lowerBound..<line.end
                } else {
                    hasStrayLine = true
                }
            } else if first == 0x2D, isBoundary(line) {
                body = position
                return
            } else if let field = Self.field(bytes, line) {
                if field.nameRange.upperBound + 1 < field.value.lowerBound { hasSpaceBeforeColon = true }
                fields.append(field)
                isStray = false
            } else if position == start, Self.isFromLine(bytes, line) {
                // QUIRK: mbox files have a line before each letter.
                isStray = true
            } else if line.start < known || Self.nextField(bytes, behind: line, outlook).map({ known = $0 }) != nil {
                // QUIRK: some programs break long fields without indenting the rest.
                hasStrayLine = true
                isStray = true
            } else {
                lacksBlankLine = true
                body = position
                return
            }
            position = line.next
        }
    }

    /// A name of printable characters and a colon; spaces before it are let through.
    private static func field(_ bytes: [UInt8], _ line: LetterLine) -> RawField? {
        var position = line.start
        while position < line.end, bytes[position] != 0x3A, bytes[position] > 0x20, bytes[position] < 0x7F {
            position += 1
        }
        let name = line.start..<position
        while position < line.end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        guard !name.isEmpty, position < line.end, bytes[position] == 0x3A else { return nil }
        return RawField(name: FieldName(bytes, name), nameRange: name, value: (position + 1)..<line.end)
    }

    private static func isFromLine(_ bytes: [UInt8], _ line: LetterLine) -> Bool {
        let text = bytes[line.start..<line.end]
        return text.starts(with: "From ".utf8) || text.starts(with: ">From ".utf8)
    }

    /// Where a field that letters have follows before the next blank line.
    private static func nextField(_ bytes: [UInt8], behind line: LetterLine, _ outlook: Int) -> Int? {
        var position = line.next
        while position < bytes.count, position - line.next < outlook {
            let next = LetterLine(bytes, at: position)
            if next.isBlank { return nil }
            if let field = field(bytes, next), field.name != .other { return next.start }
            position = next.next
        }
        return nil
    }
}
