import Engine
import MIME

extension LetterTools {
    /// The reader that everything is read with.
    static let standard = LetterTools(
        read: { _ in .failure(Unreadable(words: "this build reads no letters yet", help: "take one that does")) },
        safeHTML: { html, _ in html }, meetings: { _ in [] })
}
