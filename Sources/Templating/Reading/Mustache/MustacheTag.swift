/// A tag of a Mustache text: `{{Name}}`, `{{#Items}}`, `{{! a comment }}`.
struct MustacheTag {
    enum Kind {
        case variable
        /// `{{#…}}`
        case section
        /// `{{^…}}`
        case inverted
        /// `{{/…}}`
        case end
        /// A comment, or other delimiters: nothing stands in its place.
        case silent

        /// Whether such a tag, alone on its line, takes the line away with it.
        var mayStandAlone: Bool { self != .variable }
    }

    var kind: Kind
    /// What it names; a silent tag names nothing.
    var spelling: Spelling
    /// The tag as it is written, for messages.
    var shown: String

    var range: Range<Int> { spelling.range }
    var name: String { spelling.pathText }
}
