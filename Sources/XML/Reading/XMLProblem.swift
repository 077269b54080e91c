/// Why a text can't be read as XML.
package struct XMLProblem: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        /// It is no well-formed XML, or ends too soon.
        case malformed
        /// It has a DOCTYPE, which may hold bombs and wants files.
        case doctype
        /// It is deeper, longer or has more elements than we take.
        case tooLarge
        /// What should keep the streamed text can't.
        case sink
        case resources
    }

    package var kind: Kind
    /// In words that follow its name: `is no XML (line 3: …)`.
    package var words: String

    package init(_ kind: Kind, _ words: String) {
        self.kind = kind
        self.words = words
    }
}
