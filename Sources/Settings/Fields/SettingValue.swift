package import Diagnostics

/// A type that a setting can have.
package protocol SettingValue: Sendable {
    static var form: Form { get }

    /// The value of a node, or `nil` when it is none, which was reported.
    static func read(_ node: Node, _ reader: inout Reader) -> Self?
}

extension Optional: SettingValue where Wrapped: SettingValue {
    package static var form: Form { Wrapped.form }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        Wrapped.read(node, &reader).map { $0 }
    }
}

extension PlacedText: SettingValue {
    package static var form: Form { .text }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let scalar = node.scalar else {
            reader.reportNotText(node)
            return nil
        }
        return reader.substitutions.resolve(scalar.placed, &reader.findings)
    }
}

extension String: SettingValue {
    package static var form: Form { .text }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        PlacedText.read(node, &reader)?.text
    }
}

extension Secret: SettingValue {
    package static var form: Form { .text }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if let scalar = node.scalar, !scalar.text.isEmpty, !Substitutions.occur(in: scalar.text) {
            // The excerpt would show the secret on the screen and in CI's log.
            reader.findings.report(
                Diagnostic(
                    .warning, .literalSecret, file: node.source.path, span: node.span,
                    "a secret stands in the file",
                    help: "keep it out of the workspace: write \"${env:NAME}\" or \"${file:path}\""))
        }
        return String.read(node, &reader).map { Secret($0) }
    }
}

extension Bool: SettingValue {
    package static var form: Form { .boolean }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        switch reader.plainText(node, expected: "true or false") {
        case "true"?: true
        case "false"?: false
        case let text?:
            reader.report(node, .wrongType, "'\(text)' is neither true nor false", help: "write true or false")
        case nil: nil
        }
    }
}

extension Int: SettingValue {
    package static var form: Form { .integer(nil) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a whole number") else { return nil }
        guard let number = Int(text) else {
            return reader.report(
                node, .wrongType, "'\(text)' is not a whole number", help: "write digits only, such as 587")
        }
        return number
    }
}

/// A setting that is one of a few words.
package protocol ChoiceSetting: SettingValue, CaseIterable, RawRepresentable where RawValue == String {
    /// What such a word says, for the message: `an encryption`.
    static var noun: String { get }
}

extension ChoiceSetting {
    package static var form: Form { .choice(allCases.map(\.rawValue)) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        let words = allCases.map(\.rawValue)
        let list = words.joined(separator: ", ")
        guard let text = reader.plainText(node, expected: "one of \(list)") else { return nil }
        if let choice = Self(rawValue: text) { return choice }
        return reader.report(
            node, .unknownValue, "'\(text)' is not \(noun)",
            help: Suggestion.help(for: text, among: words) ?? "write one of: \(list)")
    }
}

extension Array: SettingValue where Element: SettingValue {
    package static var form: Form { .list(Element.form) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard case .sequence(let items) = node.content else {
            return reader.report(
                node, .wrongType, "expected a list, found \(node.kind)",
                help: "write it as a list: [a, b], or '- a' in lines of its own")
        }
        return items.compactMap { Element.read($0, &reader) }
    }
}

/// A list, or a single value that stands for a list of one.
package struct OneOrMany<Element: SettingValue>: SettingValue {
    package var items: [Element]

    package init(_ items: [Element]) {
        self.items = items
    }

    package static var form: Form { .oneOf([Element.form, .list(Element.form)]) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if case .sequence(let nodes) = node.content { return Self(nodes.compactMap { Element.read($0, &reader) }) }
        return Element.read(node, &reader).map { Self([$0]) }
    }
}

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
