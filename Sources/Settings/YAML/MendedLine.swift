/// A line of YAML as its writer most likely meant it.
struct MendedLine {
    private let scalars: [Unicode.Scalar]

    init(_ line: String) {
        scalars = Array(line.unicodeScalars)
    }

    /// The column at which the line's first value begins, behind `key: ` or `- `; `nil` when there is none.
    var valueColumn: Int? {
        for index in scalars.indices.dropFirst() where scalars[index] == " " {
            guard scalars[index - 1] == ":" else { continue }
            return scalars[index...].firstIndex { $0 != " " }.map { $0 + 1 }
        }
        return nil
    }

    /// `subject: a: b` becomes `subject: "a: b"`: all from a column on, or within brackets up to the next comma or bracket.
    func quotingRest(from column: Int) -> String? {
        let start = min(column - 1, scalars.count)
        let end: Int
        if isInBrackets(before: column) {
            end = scalars[start...].firstIndex { ",]}".unicodeScalars.contains($0) } ?? scalars.count
        } else {
            end = scalars[start...].indices.first { isComment($0) } ?? scalars.count
        }
        return quoting(start..<end)
    }

    /// `{name: A, B}` becomes `{name: "A, B"}`: what stands in some columns, from 1; blanks at the ends stay outside the quotes.
    func quoting(columns: Range<Int>) -> String? {
        quoting(columns.lowerBound - 1..<columns.upperBound - 1)
    }

    /// `subject: "\<b>"` becomes `subject: '\<b>'`.
    func usingSingleQuotes() -> String? {
        guard let first = scalars.firstIndex(of: "\""), let last = scalars.lastIndex(of: "\""), first < last else {
            return nil
        }
        return Self.text(scalars[..<first]) + Self.singleQuoted(Self.text(scalars[(first + 1)..<last]))
            + Self.text(scalars[(last + 1)...], isStart: false)
    }

    /// `{password: ${env:X}}` becomes `{password: "${env:X}"}`.
    func quotingSubstitutions() -> String? {
        var result = String.UnicodeScalarView()
        var rest = scalars[...]
        var hasChanged = false
        while let start = rest.indices.first(where: { rest[$0] == "$" && $0 + 1 < rest.endIndex && rest[$0 + 1] == "{" }
        ),
            let end = rest[start...].firstIndex(of: "}")
        {
            // What stands around it up to the next separator is one text.
            let from =
                rest[..<start].lastIndex { " ,[{\"'".unicodeScalars.contains($0) }.map { $0 + 1 } ?? rest.startIndex
            let to = rest[end...].dropFirst().firstIndex { ",]}\"'".unicodeScalars.contains($0) } ?? rest.endIndex
            let isQuoted = to < rest.endIndex && (rest[to] == "\"" || rest[to] == "'")
            result.append(contentsOf: rest[..<from])
            let text = Self.text(rest[from..<to], isStart: false)
            result.append(contentsOf: (isQuoted ? text : Self.quoted(text)).unicodeScalars)
            hasChanged = hasChanged || !isQuoted
            rest = rest[to...]
        }
        result.append(contentsOf: rest)
        return hasChanged ? Self.text(Array(result)[...]) : nil
    }

    /// `{name: Desk #5}` becomes `{name: "Desk #5"}`.
    func quotingHash() -> (line: String, column: Int)? {
        guard let hash = scalars.indices.first(where: { isComment($0) }),
            let end = scalars[hash...].firstIndex(where: { ",]}".unicodeScalars.contains($0) })
        else { return nil }
        let before = scalars[..<hash].lastIndex { ",:[{".unicodeScalars.contains($0) }.map { $0 + 1 } ?? 0
        return quoting(before..<end).map { ($0, hash + 1) }
    }

    /// `port:25` becomes `port: 25`.
    func spacingColon() -> String? {
        guard valueColumn == nil, let colon = scalars.firstIndex(of: ":"), colon + 1 < scalars.count,
            scalars[..<colon].allSatisfy({ $0 != "\"" && $0 != "'" })
        else { return nil }
        return Self.text(scalars[...colon]) + " " + Self.text(scalars[(colon + 1)...], isStart: false)
    }

    /// Whether a bracket is open before a column, as far as this line tells.
    func isInBrackets(before column: Int) -> Bool {
        scalars.prefix(column - 1).reduce(0) { depth, scalar in
            switch scalar {
            case "[", "{": depth + 1
            case "]", "}": max(0, depth - 1)
            default: depth
            }
        } > 0
    }

    private func isComment(_ index: Int) -> Bool {
        scalars[index] == "#" && index > 0 && (scalars[index - 1] == " " || scalars[index - 1] == "\t")
    }

    private func quoting(_ range: Range<Int>) -> String? {
        guard let first = scalars[range].firstIndex(where: { $0 != " " }),
            let last = scalars[range].lastIndex(where: { $0 != " " })
        else { return nil }
        // `'It's time'` has its quotes already, of the wrong kind.
        let hasQuotes = first < last && scalars[first] == scalars[last] && ["'", "\""].contains(scalars[first])
        let words = hasQuotes ? scalars[(first + 1)..<last] : scalars[first...last]
        return Self.text(scalars[..<first]) + Self.quoted(Self.text(words, isStart: false))
            + Self.text(scalars[(last + 1)...], isStart: false)
    }

    /// A stretch of the line; the indentation of the whole line is not shown.
    private static func text(_ scalars: ArraySlice<Unicode.Scalar>, isStart: Bool = true) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: isStart ? scalars.drop { $0 == " " || $0 == "\t" } : scalars)
        return String(view)
    }

    /// In double quotes, unless there is something in it that those would change.
    private static func quoted(_ text: String) -> String {
        text.contains("\\") || text.contains("\"") ? singleQuoted(text) : "\"\(text)\""
    }

    private static func singleQuoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
