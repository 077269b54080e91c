import ArgumentParser
import Diagnostics

/// Words of a set, with commas between them, on the command line.
struct Words<Word: RawRepresentable<String> & CaseIterable & Hashable & Sendable>: Sendable {
    var words: Set<Word>

    static func states(_ text: String) throws -> Self {
        var words: Set<Word> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let word = Word(rawValue: String(part)) else {
                let names = Word.allCases.map(\.rawValue)
                throw ValidationError(
                    "there is no state '\(Visible.shortened(part, to: 40))'; "
                        + (Suggestion.help(for: String(part), among: names)
                            ?? "there are \(names.joined(separator: ", "))"))
            }
            words.insert(word)
        }
        return Self(words: words)
    }
}
