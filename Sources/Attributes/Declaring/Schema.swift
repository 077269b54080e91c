/// The attributes of a route, or the fields of an object, in the order of their declaration.
package struct Schema: Hashable, Sendable {
    package let attributes: [Attribute]
    private let positions: [String: Int]

    /// - Parameter attributes: With names that differ.
    package init(_ attributes: [Attribute]) {
        self.attributes = attributes
        positions = Dictionary(attributes.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func position(of name: String) -> Int? { positions[name] }

    package subscript(name: String) -> Attribute? { positions[name].map { attributes[$0] } }

    package var names: [String] { attributes.map(\.name) }

    /// The same schema with one attribute declared otherwise, as `each` does with the attribute that it goes through.
    package func replacing(_ attribute: Attribute) -> Schema {
        Schema(attributes.map { $0.name == attribute.name ? attribute : $0 })
    }
}
