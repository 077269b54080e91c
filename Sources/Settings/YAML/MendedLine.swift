/// A line of YAML as its writer most likely meant it.
struct MendedLine {
    private let line: String

    init(_ line: String) {
        self.line = line.trimmingSpaces()
    }

    /// `subject: a: b` becomes `subject: "a: b"`.
    func quotingValue() -> String? {
        guard let colon = line.firstRange(of: ": ") else { return nil }
        let value = String(line[colon.upperBound...]).trimmingSpaces()
        guard !value.isEmpty else { return nil }
        return "\(line[..<colon.upperBound])\(Self.quoted(value))"
    }

    /// `subject: "\<b>"` becomes `subject: '\<b>'`.
    func usingSingleQuotes() -> String? {
        guard let first = line.firstIndex(of: "\""), let last = line.lastIndex(of: "\""), first < last else {
            return nil
        }
        let inner = line[line.index(after: first)..<last]
        return "\(line[..<first])\(Self.singleQuoted(String(inner)))\(line[line.index(after: last)...])"
    }

    /// `{password: ${env:X}}` becomes `{password: "${env:X}"}`.
    func quotingSubstitutions() -> String? {
        var result = ""
        var rest = Substring(line)
        var changed = false
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            let isQuoted = rest[..<start.lowerBound].last.map { "\"'".contains($0) } ?? false
            result += rest[..<start.lowerBound]
            let text = rest[start.lowerBound...end]
            result += isQuoted ? String(text) : "\"\(text)\""
            changed = changed || !isQuoted
            rest = rest[rest.index(after: end)...]
        }
        return changed ? result + rest : nil
    }

    /// `{name: Desk #5}` becomes `{name: "Desk #5"}`.
    func quotingHash() -> String? {
        guard let hash = line.firstRange(of: " #"), let colon = line[..<hash.lowerBound].lastRange(of: ": ") else {
            return nil
        }
        let rest = line[colon.upperBound...]
        let end = rest.firstIndex(where: { "},]".contains($0) }) ?? rest.endIndex
        return "\(line[..<colon.upperBound])\(Self.quoted(String(rest[..<end])))\(rest[end...])"
    }

    /// In double quotes, unless there is something in it that those would change.
    static func quoted(_ text: String) -> String {
        text.contains("\\") || text.contains("\"") ? singleQuoted(text) : "\"\(text)\""
    }

    private static func singleQuoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        var slice = self[...]
        while slice.first?.isWhitespace ?? false { slice.removeFirst() }
        while slice.last?.isWhitespace ?? false { slice.removeLast() }
        return String(slice)
    }
}

extension Substring {
    fileprivate func lastRange(of other: String) -> Range<Index>? {
        ranges(of: other).last
    }
}
