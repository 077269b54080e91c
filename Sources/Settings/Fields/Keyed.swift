import Diagnostics

/// A mapping with keys of the writer's choice.
package struct Keyed<Element: SettingValue>: SettingValue {
    package struct Entry: Sendable {
        package var key: Scalar
        package var value: Element
    }

    package var entries: [Entry]

    package static var form: Form { .keyed(Element.form) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let pairs = reader.pairs(of: node, called: "a mapping") else { return nil }
        return Self(
            entries: pairs.compactMap { pair in
                Element.read(pair.value, &reader).map { Entry(key: pair.key, value: $0) }
            })
    }
}
