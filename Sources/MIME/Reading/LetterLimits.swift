/// How much of a letter is read; a letter that goes beyond is unreadable.
///
/// The standard limits are above what mail servers carry, and low enough that no letter costs more than a second or two.
package struct LetterLimits: Hashable, Sendable {
    /// Bytes of the letter as it came.
    package var letter = 256 << 20
    /// Bytes of all headers together, those of the parts included.
    package var headers = 2 << 20
    /// Fields of all headers together.
    package var fields = 10_000
    package var parts = 2000
    /// Multiparts within one another.
    package var depth = 50
    /// Bytes of all texts and attachments together, decoded.
    package var decoded = 128 << 20

    package init() {}

    package static let standard = LetterLimits()
}
