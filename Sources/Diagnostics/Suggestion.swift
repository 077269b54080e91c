/// "Did you mean …?": the known name nearest to a mistyped one.
package enum Suggestion {
    /// No name of more characters is taken for a slip of the pen.
    package static let longest = 64

    /// The candidate within reach of the name, or `nil` when none is near enough to be meant.
    ///
    /// Reach is a third of the name's length, at least one slip; a slip is a letter more, less, other, or two swapped. Other case is no slip,
    /// so `SUBJECT` finds `subject`; nor is a Cyrillic letter that looks like a Latin one. But of two equally near names the one in the
    /// same case wins, then the first.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        let letters = name.map(Letter.init)
        guard !letters.isEmpty, letters.count <= longest else { return nil }
        // Another single letter is another name, not a slip.
        let reach = letters.count == 1 ? 0 : max(1, letters.count / 3)
        var best: (candidate: String, slips: Int, hasOtherCase: Bool)?
        for candidate in candidates {
            let limit = min(reach, best?.slips ?? reach)
            // A character is at least one byte, and seldom more than four: most candidates need no counting.
            guard candidate.utf8.count <= 4 * (letters.count + limit) else { continue }
            let other = candidate.map(Letter.init)
            guard abs(other.count - letters.count) <= limit,
                let slips = distance(letters, other, within: limit, by: \.folded)
            else { continue }
            let hasOtherCase = distance(letters, other, within: slips, by: \.character) == nil
            if let best, (best.slips, best.hasOtherCase ? 1 : 0) <= (slips, hasOtherCase ? 1 : 0) { continue }
            best = (candidate, slips, hasOtherCase)
        }
        return best?.candidate
    }

    /// The remedy's words: `did you mean 'host'?`, or `nil`.
    package static func help(for name: String, among candidates: some Sequence<String>) -> String? {
        nearest(to: name, among: candidates).map { nearest in
            let isLookalike =
                name.unicodeScalars.contains { (0x400..<0x530).contains($0.value) }
                && nearest.utf8.allSatisfy { $0 < 0x80 }
            return "did you mean '\(Visible.line(nearest))'\(isLookalike ? " in Latin letters" : "")?"
        }
    }

    /// A character, and what is left of it without case and alphabet.
    private struct Letter {
        let character: Character
        let folded: Character

        init(_ character: Character) {
            self.character = character
            let lower = character.lowercased()
            let single = lower.count == 1 ? Character(lower) : character
            folded = Self.lookalikes[single] ?? single
        }

        /// Cyrillic letters that look like Latin ones in small or in capital print.
        private static let lookalikes: [Character: Character] = [
            "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t",
            "у": "y",
            "х": "x", "і": "i", "ѕ": "s", "ј": "j",
        ]
    }

    /// Optimal string alignment distance, or `nil` beyond the limit.
    private static func distance(
        _ left: [Letter], _ right: [Letter], within limit: Int, by key: (Letter) -> Character
    ) -> Int? {
        let a = left.map(key)
        let b = right.map(key)
        var beforeLast = [Int]()
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            // Costs never fall along the way, but a swap reaches back over one row.
            if min(row.min() ?? 0, last.min() ?? 0) > limit { return nil }
            beforeLast = last
            last = row
        }
        return last[b.count] <= limit ? last[b.count] : nil
    }
}
