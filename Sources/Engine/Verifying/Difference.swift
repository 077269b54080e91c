import Diagnostics

/// One place where a letter is not what its test expects.
package struct Difference: Sendable, Hashable {
    /// Unchanged lines that are shown around a change.
    private static let context = 2
    /// Lines that are compared one by one; in longer texts only the first difference is found.
    private static let longest = 1000

    /// `subject`, `to[0]`, `meeting.end`; under `each` with the letter's number in front.
    package var place: String
    package var expected: String
    package var found: String

    /// As a person reads it: a line each, or line by line when there are several.
    ///
    ///     text:
    ///         Hello,
    ///       - old
    ///       + new
    package var lines: [String] {
        let before = Self.split(expected)
        let after = Self.split(found)
        guard before.count > 1 || after.count > 1 else {
            return ["\(place):", "  - \(Visible.line(expected))", "  + \(Visible.line(found))"]
        }
        return ["\(place):"] + Self.shortened(Self.changes(before, after)).map(\.text)
    }

    private struct Line {
        var text: String
        var isChanged: Bool
    }

    private static func split(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }

    private static func changes(_ before: [Substring], _ after: [Substring]) -> [Line] {
        let start = zip(before, after).prefix { $0 == $1 }.count
        let rest = zip(before.dropFirst(start).reversed(), after.dropFirst(start).reversed())
        let end = rest.prefix { $0 == $1 }.count
        let removed = before[start..<before.count - end]
        let inserted = after[start..<after.count - end]
        return before[..<start].map(same) + middle(Array(removed), Array(inserted))
            + before[(before.count - end)...].map(same)
    }

    /// What is between the same beginning and the same end.
    private static func middle(_ before: [Substring], _ after: [Substring]) -> [Line] {
        guard before.count <= longest, after.count <= longest else {
            return [before.first.map { changed("-", $0) }, after.first.map { changed("+", $0) }].compactMap(\.self)
        }
        let changes = after.difference(from: before)
        var lines: [Line] = []
        var right = 0
        var removals = changes.removals.map(\.offset)[...]
        var insertions = changes.insertions.map(\.offset)[...]
        for left in before.indices {
            if removals.first == left {
                removals = removals.dropFirst()
                lines.append(changed("-", before[left]))
                continue
            }
            take(&insertions, &right, after, &lines)
            lines.append(same(before[left]))
            right += 1
        }
        take(&insertions, &right, after, &lines)
        return lines
    }

    /// The inserted lines that come next.
    private static func take(
        _ insertions: inout ArraySlice<Int>, _ right: inout Int, _ after: [Substring], _ lines: inout [Line]
    ) {
        while insertions.first == right {
            insertions = insertions.dropFirst()
            lines.append(changed("+", after[right]))
            right += 1
        }
    }

    /// Unchanged lines far from a change give way to an ellipsis.
    private static func shortened(_ lines: [Line]) -> [Line] {
        var isShown = [Bool](repeating: false, count: lines.count)
        for index in lines.indices where lines[index].isChanged {
            for near in max(0, index - context)...min(lines.count - 1, index + context) { isShown[near] = true }
        }
        var shown: [Line] = []
        for index in lines.indices {
            if isShown[index] {
                shown.append(lines[index])
            } else if index == 0 || isShown[index - 1] {
                shown.append(same("…"))
            }
        }
        return shown
    }

    private static func same(_ line: Substring) -> Line { Line(text: "    \(Visible.line(line))", isChanged: false) }

    private static func changed(_ sign: String, _ line: Substring) -> Line {
        Line(text: "  \(sign) \(Visible.line(line))", isChanged: true)
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
