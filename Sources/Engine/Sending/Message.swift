package import Connecting

/// One letter of a submission, composed and ready to go.
package struct Message: Sendable {
    /// Shared by the letters that one submission made.
    package var submission: String
    package var route: String
    package var connection: String
    package var letter: Letter
    package var rendered: RenderedLetter

    package var id: String { letter.id }
}
