package import Connecting

/// One letter of a submission, composed and ready to go.
package struct Message: Sendable {
    /// Shared by the letters that one submission made.
    package var submission: String
    package var route: String
    package var connection: String
    package var letter: Letter
    package var rendered: RenderedLetter
    /// The business objects that its subject speaks of.
    package var links: [Link] = []

    package var id: String { letter.id }
}
