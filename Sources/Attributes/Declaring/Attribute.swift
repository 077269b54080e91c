/// A named, typed value that a route's message carries, as its route declares it.
package struct Attribute: Hashable, Sendable {
    package var name: String
    package var type: AttributeType
    /// What people call it; the name when they call it nothing else.
    package var title: String?
    package var isArray: Bool
    /// Must be present and not null.
    package var isRequired: Bool
    /// Must not be "", [] or {} either.
    package var isNotEmpty: Bool

    package init(
        _ name: String, _ type: AttributeType, title: String? = nil, isArray: Bool = false, isRequired: Bool = false,
        isNotEmpty: Bool = false
    ) {
        self.name = name
        self.type = type
        self.title = title
        self.isArray = isArray
        self.isRequired = isRequired
        self.isNotEmpty = isNotEmpty
    }
}
