/// Reads the tree of a letter's parts (RFC 2046 §5.1), once from the first byte to the last.
struct PartReader {
    private let bytes: [UInt8]
    private let limits: LetterLimits
    private(set) var flaws: Flaws
    private var boundaries: [[UInt8]] = []
    private var parts = 0
    private var headerBytes = 0
    private var fields = 0

    /// A line that ends a part; one behind the last byte when there is none.
    private struct Stop {
        /// Which of the open boundaries; `nil` at the letter's end.
        var level: Int?
        /// With `--` behind it: no more parts.
        var isLast: Bool
        var line: Int
        var next: Int
    }

    init(_ bytes: [UInt8], limits: LetterLimits, flaws: Flaws) {
        self.bytes = bytes
        self.limits = limits
        self.flaws = flaws
    }

    /// The whole letter.
    mutating func read() throws(UnreadableLetter) -> LetterPart {
        try read(from: LetterSource.start(of: bytes, &flaws), otherwise: .plain).part
    }

    private mutating func read(
        from start: Int, otherwise type: ContentType
    ) throws(UnreadableLetter) -> (part: LetterPart, stop: Stop) {
        parts += 1
        guard parts <= limits.parts else { throw .beyond(.parts, limits) }
        let scan = FieldScan(bytes, from: start, limit: limits.headers - headerBytes) { level(of: $0) != nil }
        if scan.isTooLong { throw .beyond(.headers, limits) }
        headerBytes += scan.body - start
        fields += scan.fields.count
        guard fields <= limits.fields else { throw .beyond(.fields, limits) }
        note(scan)
        var part = LetterPart(fields: scan.fields, type: type, body: scan.body..<scan.body)
        if let field = part.field(.contentType) {
            part.type = ContentType.read(bytes, field.value, &flaws)
        }
        let stop = part.type.type == "multipart" ? try readMultipart(&part) : readLeaf(&part)
        return (part, stop)
    }

    private mutating func note(_ scan: FieldScan) {
        if scan.lacksBlankLine, scan.body < bytes.count {
            flaws.add(
                scan.fields.isEmpty && parts == 1
                    ? "The letter has no header." : "A header is not ended by a blank line.")
        }
        if scan.hasStrayLine { flaws.add("A header has lines that belong to no field.") }
        if scan.hasSpaceBeforeColon { flaws.add("Spaces stand between a field's name and its colon.") }
    }

    private func readLeaf(_ part: inout LetterPart) -> Stop {
        let stop = nextStop(from: part.body.lowerBound)
        part.body = part.body.lowerBound..<end(before: stop, from: part.body.lowerBound)
        return stop
    }

    private mutating func readMultipart(_ part: inout LetterPart) throws(UnreadableLetter) -> Stop {
        var boundary = Array((part.type.parameters["boundary"] ?? "").utf8).trimmedAtEnd
        if boundary.isEmpty {
            flaws.add("A multipart names no boundary.")
            boundary = guessedBoundary(from: part.body.lowerBound) ?? []
        }
        guard !boundary.isEmpty else {
            part.type = .plain
            return readLeaf(&part)
        }
        guard boundaries.count < limits.depth else { throw .beyond(.depth, limits) }
        let level = boundaries.count
        let start = part.body.lowerBound
        boundaries.append(boundary)
        var stop = nextStop(from: start)
        guard stop.level == level else {
            boundaries.removeLast()
            flaws.add("A multipart's boundary stands nowhere.")
            part.type = .plain
            part.body = start..<end(before: stop, from: start)
            return stop
        }
        let kind: ContentType = part.type.subtype == "digest" ? .letter : .plain
        while stop.level == level, !stop.isLast {
            let child = try read(from: stop.next, otherwise: kind)
            part.children.append(child.part)
            stop = child.stop
        }
        boundaries.removeLast()
        part.body = start..<stop.line
        guard stop.level == level else {
            flaws.add("A multipart has no end.")
            return stop
        }
        return nextStop(from: stop.next)
    }

    /// What stands on a line of its own with `--` before it, and further down also with `--` behind it.
    private func guessedBoundary(from start: Int) -> [UInt8]? {
        var position = start
        while position < bytes.count, position - start < Self.outlook {
            let line = LetterLine(bytes, at: position)
            position = line.next
            let text = Array(bytes[line.start..<line.end]).trimmedAtEnd
            guard text.starts(with: "--".utf8), text.count <= 72, text.contains(where: { $0 != 0x2D })
            else { continue }
            let last = Array("\n".utf8) + text + Array("--".utf8)
            var place = position - 1
            while let feed = bytes.position(of: "\n--", from: place) {
                if bytes[feed...].starts(with: last) { return Array(text.dropFirst(2)) }
                place = feed + 1
            }
            return nil
        }
        return nil
    }

    /// How far is looked for a boundary that is not named.
    private static let outlook = 8192

    // MARK: Boundaries

    /// A body's end: the line end before a boundary belongs to the boundary.
    private func end(before stop: Stop, from start: Int) -> Int {
        var end = stop.line
        guard stop.level != nil, end > start, bytes[end - 1] == 0x0A else { return end }
        end -= 1
        return end > start && bytes[end - 1] == 0x0D ? end - 1 : end
    }

    /// The next boundary at or behind the start of a line.
    private func nextStop(from start: Int) -> Stop {
        var position = start
        while !boundaries.isEmpty, position < bytes.count {
            if position + 1 < bytes.count, bytes[position] == 0x2D, bytes[position + 1] == 0x2D {
                let line = LetterLine(bytes, at: position)
                if let found = level(of: line) {
                    return Stop(level: found.level, isLast: found.isLast, line: position, next: line.next)
                }
            }
            guard let feed = bytes.position(of: "\n--", from: position) else { break }
            position = feed + 1
        }
        return Stop(level: nil, isLast: true, line: bytes.count, next: bytes.count)
    }

    /// Whose boundary a line is, the innermost first.
    private func level(of line: LetterLine) -> (level: Int, isLast: Bool)? {
        guard line.end - line.start > 2, bytes[line.start] == 0x2D, bytes[line.start + 1] == 0x2D else { return nil }
        var end = line.end
        while end > line.start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
        let text = bytes[(line.start + 2)..<max(end, line.start + 2)]
        for level in boundaries.indices.reversed() {
            let boundary = boundaries[level]
            if text.count == boundary.count, text.elementsEqual(boundary) { return (level, false) }
            if text.count == boundary.count + 2, text.starts(with: boundary), text.suffix(2).elementsEqual("--".utf8) {
                return (level, true)
            }
        }
        return nil
    }
}

extension [UInt8] {
    /// Without spaces and tabs behind it.
    fileprivate var trimmedAtEnd: [UInt8] {
        Array(self[..<((lastIndex { $0 != 0x20 && $0 != 0x09 } ?? -1) + 1)])
    }
}
