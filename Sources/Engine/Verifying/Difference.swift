/// One place where a letter is not what its test expects.
package struct Difference: Sendable, Hashable {
    /// `subject`, `to[0]`, `meeting.end`; under `each` with the letter's number in front.
    package var place: String
    package var expected: String
    package var found: String

    /// As a person reads it: one line each, or line by line when there are several.
    package var lines: [String] {
        let before = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let after = found.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard before.count > 1 || after.count > 1 else { return ["\(place):", "  - \(expected)", "  + \(found)"] }
        let changes = after.difference(from: before)
        let removed = Set(changes.removals.map { if case .remove(let offset, _, _) = $0 { offset } else { -1 } })
        let inserted = Set(changes.insertions.map { if case .insert(let offset, _, _) = $0 { offset } else { -1 } })
        var lines = ["\(place):"]
        var (left, right) = (0, 0)
        while left < before.count || right < after.count {
            if left < before.count, removed.contains(left) {
                lines.append("  - \(before[left])")
                left += 1
            } else if right < after.count, inserted.contains(right) {
                lines.append("  + \(after[right])")
                right += 1
            } else {
                lines.append("    \(before[left])")
                left += 1
                right += 1
            }
        }
        return lines
    }
}
