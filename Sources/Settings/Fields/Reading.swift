package import Diagnostics

/// The values that were read for a shape.
package struct Reading: Sendable {
    package let shape: Shape
    package let node: Node
    var values: [String: any Sendable] = [:]
    var nodes: [String: Node] = [:]
    /// Whether nothing was wrong with any key, and none was missing.
    package internal(set) var isWhole = true

    /// Whether no value is missing, whatever was reported: findings are counted once, and only so many are kept.
    var hasAllValues: Bool {
        shape.fields.allSatisfy { values[$0.name] != nil || nodes[$0.name] == nil && !$0.isRequired }
    }

    /// A field's value: what stands in the file, else its default.
    ///
    /// - Returns: `nil` when the field is missing or wrong, which was reported.
    package func find<Value>(_ field: Field<Value>) -> Value? {
        // Unwrapped first: a missing value would pass for an optional field's `nil`.
        if let value = values[field.name] { return value as? Value }
        return nodes[field.name] == nil ? field.fallback : nil
    }

    /// A field's value, of a reading that is whole.
    package subscript<Value>(field: Field<Value>) -> Value {
        guard let value = find(field) else {
            preconditionFailure("'\(field.name)' was asked of a reading that is not whole")
        }
        return value
    }

    /// Where the field's value stands, when the file has it.
    package func node(of field: some FieldDeclaration) -> Node? { nodes[field.name] }

    package func has(_ field: some FieldDeclaration) -> Bool { nodes[field.name] != nil }

    /// Where to point when a field's value is wrong: at the value, or at the mapping's first key when it is not there.
    package func span(of field: some FieldDeclaration) -> Span {
        nodes[field.name]?.span ?? node.pairs?.first?.key.span ?? node.span
    }
}
