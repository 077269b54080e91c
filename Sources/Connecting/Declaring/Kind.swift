package import Settings

/// What YAML calls a connector, and the keys that it takes.
package struct Kind: Sendable {
    /// The value of `kind:`, such as `smtp`.
    package let name: String
    /// One sentence for help, schema and console.
    package let summary: String
    /// The keys beside those that every connection has.
    package let fields: [any FieldDeclaration]
    /// A connection's file as a person would write it: documentation, and a case of the conformance suite.
    package let example: String

    package init(_ name: String, _ summary: String, fields: [any FieldDeclaration], example: String) {
        self.name = name
        self.summary = summary
        self.fields = fields
        self.example = example
    }

    /// All the keys of such a connection's file.
    package var shape: Shape { Shape(name, ConnectionFields.all + fields) }
}
