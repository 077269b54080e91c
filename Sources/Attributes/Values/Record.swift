/// The values of a schema's attributes: one for each, in the schema's order.
package struct Record: Hashable, Sendable {
    package let schema: Schema
    package private(set) var values: [Value]

    /// A record with one value for each attribute of the schema.
    package init(_ schema: Schema, _ values: [Value]) {
        precondition(values.count == schema.attributes.count, "a record has a value for each attribute")
        self.schema = schema
        self.values = values
    }

    package subscript(name: String) -> Value {
        schema.position(of: name).map { values[$0] } ?? .nothing
    }

    /// The same record with one value and its declaration replaced, as `each` does for one item.
    package func replacing(_ attribute: Attribute, with value: Value) -> Record {
        var copy = Record(schema.replacing(attribute), values)
        if let position = schema.position(of: attribute.name) { copy.values[position] = value }
        return copy
    }
}
