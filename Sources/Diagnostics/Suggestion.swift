/// "Did you mean …?": the known name nearest to a mistyped one.
package enum Suggestion {
    /// The candidate within reach of the name, or `nil` when none is near enough to be meant.
    ///
    /// Reach is a third of the name's length, at least one slip; a slip is a letter more, less, other, or two swapped. Case counts as half
    /// a slip, so `SUBJECT` finds `subject`.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let limit = 2 * max(1, name.count / 3)
        var best: (candidate: String, slips: Int)?
        for candidate in candidates where abs(candidate.count - name.count) <= limit {
            let slips = distance(name, candidate)
            if slips <= limit, slips < (best?.slips ?? .max) { best = (candidate, slips) }
        }
        return best?.candidate
    }

    /// The remedy's words: `did you mean 'host'?`, or `nil`.
    package static func help(for name: String, among candidates: some Sequence<String>) -> String? {
        nearest(to: name, among: candidates).map { "did you mean '\($0)'?" }
    }

    /// Optimal string alignment distance, in half slips.
    private static func distance(_ left: String, _ right: String) -> Int {
        if left.lowercased() == right.lowercased() { return left == right ? 0 : 1 }
        let a = Array(left.prefix(64))
        let b = Array(right.prefix(64))
        var beforeLast = [Int]()
        var last = (0...b.count).map { $0 * 2 }
        for i in a.indices {
            var row = [2 * (i + 1)]
            for j in b.indices {
                let same = a[i] == b[j] ? 0 : a[i].lowercased() == b[j].lowercased() ? 1 : 2
                var cost = min(row[j] + 2, last[j + 1] + 2, last[j] + same)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 2) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}
