import Diagnostics

extension ScalarWalk {
    /// Walks a literal or folded block scalar, from its `|` or `>`.
    mutating func block(isFolded: Bool) {
        while !cursor.isBreak, cursor.byte != nil { cursor.advance() }
        cursor.advance()
        let indent = indentation
        var lastBreak: Position?
        var wasBlank = false
        while !isDone {
            let blankLines = skipBlankLines(indent)
            guard cursor.byte != nil, cursor.position.column == indent + 1, !cursor.isBreak else {
                return chomp(lastBreak, blankLines)
            }
            // A line that begins with white space keeps the line end before it.
            if isFolded, let fold = lastBreak, !wasBlank, !cursor.isBlank {
                if blankLines.isEmpty { write(0x20, at: fold) }
            } else if let place = lastBreak {
                write(0x0A, at: place)
            }
            for place in blankLines { write(0x0A, at: place) }
            wasBlank = cursor.isBlank
            while !cursor.isBreak, cursor.byte != nil, !isLost { take() }
            lastBreak = cursor.byte == nil ? nil : cursor.position
            cursor.advance()
        }
    }

    /// What is left of the value are the line ends that its indicator keeps.
    private mutating func chomp(_ lastBreak: Position?, _ blankLines: [Position]) {
        for place in [lastBreak].compactMap(\.self) + blankLines where !isDone { write(0x0A, at: place) }
    }

    /// Goes over indentation and over lines that have no more than that.
    ///
    /// - Returns: Where those lines end.
    private mutating func skipBlankLines(_ indent: Int) -> [Position] {
        var ends: [Position] = []
        while true {
            while cursor.position.column <= indent, cursor.byte == 0x20 { cursor.advance() }
            guard cursor.isBreak else { return ends }
            ends.append(cursor.position)
            cursor.advance()
        }
    }

    /// The columns that are not part of the value: what the first line with words has more in the source than in the value.
    private var indentation: Int {
        var line = cursor
        while let byte = line.byte, byte == 0x20 || line.isBreak { line.advance() }
        let inSource = line.position.column - 1
        let words = value.firstIndex { $0 != 0x20 && $0 != 0x0A } ?? value.endIndex
        let start = value[..<words].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return max(1, inSource - (words - start))
    }
}
