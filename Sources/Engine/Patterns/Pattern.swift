/// A regular expression that was read and found right.
///
/// No text, however it was made, takes longer than its length deserves: letters come from strangers.
package struct Pattern: Sendable {
    typealias Problem = PatternReader.Problem

    /// Characters of a text that are looked at.
    package static let longestText = 100_000

    let text: String
    let node: PatternNode
    let program: PatternProgram
    let groups: Int
    /// The groups with names, in their order.
    let names: [(name: String, group: Int)]
    private let first: ScalarSet?

    /// - Throws: Why it is none, or would find nothing.
    init(_ text: String) throws(Problem) {
        var reader = try PatternReader(text)
        node = try reader.read()
        guard !node.mayBeEmpty else {
            throw Problem(words: "it matches nothing at all everywhere")
        }
        program = try PatternProgram(node)
        guard program.canMatch else { throw Problem(words: "there is no text that it matches") }
        self.text = text
        groups = reader.groups
        names = reader.names.sorted { $0.value < $1.value }.map { (name: $0.key, group: $0.value) }
        first = program.firstSet
    }

    /// A stretch that fits.
    struct Match {
        /// All of it, then what each group holds; `nil` for a group that has no part in it.
        var texts: [String?]

        /// The first group that has a part in it, or all when there are no groups.
        var key: String? { texts.count > 1 ? texts.dropFirst().lazy.compactMap(\.self).first : texts[0] }
        var whole: String { texts[0] ?? "" }
    }

    /// The stretches that fit, from the left; they do not overlap.
    func matches(in text: String, atMost limit: Int = .max) -> [Match] {
        let scalars = Array(text.unicodeScalars.lazy.prefix(Self.longestText).map(\.value))
        var machine = PatternMachine(program, groups: groups, first: first)
        var matches: [Match] = []
        var start = 0
        while matches.count < limit, let found = machine.search(scalars, from: start) {
            matches.append(
                Match(
                    texts: (0...groups).map { group in
                        let (from, to) = (found[2 * group], found[2 * group + 1])
                        return from >= 0 && to >= from ? Self.text(scalars[from..<to]) : nil
                    }))
            start = max(found[1], start + 1)
        }
        return matches
    }

    func firstMatch(in text: String) -> Match? { matches(in: text, atMost: 1).first }

    /// Everything that it finds, each once, in the text's order.
    ///
    /// With a group the group's text is the key, else all that matches: `Inv-([0-9]+)` gives `17`.
    func keys(in text: String) -> [String] {
        var keys: [String] = []
        var seen: Set<String> = []
        for match in matches(in: text) {
            if let key = match.key, !key.isEmpty, seen.insert(key).inserted { keys.append(key) }
        }
        return keys
    }

    private static func text(_ values: ArraySlice<UInt32>) -> String {
        var scalars = String.UnicodeScalarView()
        for value in values { if let scalar = Unicode.Scalar(value) { scalars.append(scalar) } }
        return String(scalars)
    }
}
