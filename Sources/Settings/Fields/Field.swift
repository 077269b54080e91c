import Diagnostics

/// A key that may stand in a YAML file, declared once: reading, checking, schema and help all follow from it.
///
///     static let port = Field<Int?>("port", "The port that the server listens on", default: nil)
package struct Field<Value: SettingValue>: FieldDeclaration {
    package let name: String
    /// One sentence for help, schema and console.
    package let doc: String
    package let fallback: Value?
    /// Written in help; `nil` when there is nothing to say.
    package let fallbackText: String?
    package let alternative: Alternative?

    /// A field that must be there.
    package init(_ name: String, _ doc: String) {
        self.name = name
        self.doc = doc
        fallback = nil
        fallbackText = nil
        alternative = nil
    }

    /// A field that may be left out.
    ///
    /// - Parameter alternative: The key that must be there instead.
    package init(
        _ name: String, _ doc: String, default fallback: Value, shown: String? = nil, or alternative: Alternative? = nil
    ) {
        self.name = name
        self.doc = doc
        self.fallback = .some(fallback)
        fallbackText = shown
        self.alternative = alternative
    }

    package var isRequired: Bool { fallback == nil }
    package var form: Form { Value.form }
    package var isSecret: Bool { Value.self == Secret.self || Value.self == Secret?.self }

    package func read(_ node: Node, _ reader: inout Reader) -> (any Sendable)? {
        Value.read(node, &reader)
    }
}

/// What all fields have in common, whatever their type.
package protocol FieldDeclaration: Sendable {
    var name: String { get }
    var doc: String { get }
    var isRequired: Bool { get }
    var isSecret: Bool { get }
    var form: Form { get }
    var fallbackText: String? { get }
    /// Another key that can stand instead; one of the two must.
    var alternative: Alternative? { get }

    func read(_ node: Node, _ reader: inout Reader) -> (any Sendable)?
}

/// A key that can stand instead of another, and lines to choose from.
package struct Alternative: Sendable {
    package let name: String
    /// Such as `write 'host: smtp.example.com' or 'provider: gmail'`.
    package let help: String

    package init(_ name: String, help: String) {
        self.name = name
        self.help = help
    }
}
