import Diagnostics

/// A list, or a single value that stands for a list of one.
package struct OneOrMany<Element: SettingValue>: SettingValue {
    package var items: [Element]
    /// Whether it was written as a list.
    package var isList: Bool

    package init(_ items: [Element], isList: Bool) {
        self.items = items
        self.isList = isList
    }

    package static var form: Form { .oneOf([Element.form, .list(Element.form)]) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if case .sequence = node.content { return [Element].read(node, &reader).map { Self($0, isList: true) } }
        return Element.read(node, &reader).map { Self([$0], isList: false) }
    }
}
