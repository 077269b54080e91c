import Attributes

/// A stretch of a Mustache template that stands once, several times or not at all: `{{#Orders}}…{{/Orders}}`.
///
/// The stretch itself is kept beside it: as parts of a template, or as steps of a text that was derived from it.
final class Section: Sendable {
    enum Kind: Sendable {
        /// Once for each item of an array, or each entry of a map.
        case items
        /// Once if there is a value: neither blank nor false.
        case present
        /// `{{^Orders}}`: once if there is none.
        case absent
    }

    let path: Path
    let kind: Kind

    init(_ path: Path, _ kind: Kind) {
        self.path = path
        self.kind = kind
    }

    /// What an entry of a map has inside its section.
    static let entryFields = Schema([
        Attribute("Key", .string, isRequired: true), Attribute("Value", .string, isRequired: true),
    ])
}

extension Value {
    /// Whether a section shows what it holds: a value that is neither blank nor false.
    var isShown: Bool {
        if case .boolean(let answer) = self { return answer }
        return !isBlank
    }
}
