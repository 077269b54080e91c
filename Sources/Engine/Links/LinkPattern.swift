/// A regular expression that finds keys.
struct LinkPattern: Sendable {
    struct Problem: Error {
        var words: String
    }

    /// Characters of a pattern.
    private static let longest = 500

    let text: String

    init(_ text: String) throws(Problem) {
        guard text.count <= Self.longest else { throw Problem(words: "it is longer than \(Self.longest) characters") }
        let expression: Regex<AnyRegexOutput>
        do {
            expression = try Regex(text)
        } catch {
            throw Problem(words: "\(error)")
        }
        guard "".firstMatch(of: expression) == nil else { throw Problem(words: "it matches nothing at all everywhere") }
        self.text = text
    }

    /// Everything that it finds, each once, in the text's order.
    ///
    /// With a group the group's text is the key, else all that matches: `Inv-([0-9]+)` gives `17`.
    func keys(in subject: String) -> [String] {
        // A regular expression can't be kept in a Sendable value; making it anew costs microseconds.
        guard let expression = try? Regex(text) else { return [] }
        var keys: [String] = []
        for match in subject.matches(of: expression) {
            let part = match.output.count > 1 ? match.output[1].substring : match.output[0].substring
            if let part, !part.isEmpty, !keys.contains(String(part)) { keys.append(String(part)) }
        }
        return keys
    }
}
