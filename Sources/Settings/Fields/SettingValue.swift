package import Diagnostics

/// A type that a setting can have.
package protocol SettingValue: Sendable {
    static var form: Form { get }

    /// The value of a node, or `nil` when it is none, which was reported.
    ///
    /// What is wrong within a list or a mapping is reported and left out of the value, so that the rest is looked at in the same run.
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
        guard let scalar = node.scalar else { return reader.reportNotText(node) }
        guard !scalar.isNothing else {
            return reader.report(node, .missingValue, "nothing stands here; expected a text")
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
        let isAskedFor = node.scalar.map { Substitutions.occur(in: $0.text) } ?? false
        // What stands there would be shown on the screen and in CI's log.
        if !isAskedFor { reader.hide(node.span, in: node.source) }
        if let scalar = node.scalar, !scalar.text.isEmpty, !isAskedFor {
            reader.findings.report(
                Diagnostic(
                    .warning, .literalSecret, file: node.source.path, span: node.span,
                    "a secret stands in the file",
                    help: "keep it out of the workspace, write \"${env:NAME}\" or \"${file:path}\""))
        }
        return String.read(node, &reader).map { Secret($0) }
    }
}

extension Bool: SettingValue {
    package static var form: Form { .boolean }

    /// What other formats and YAML 1.1 call them.
    private static let meant = [
        "true": "true", "yes": "true", "on": "true", "y": "true", "1": "true", "да": "true", "false": "false",
        "no": "false", "off": "false", "n": "false", "0": "false", "нет": "false",
    ]

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        switch reader.plainText(node, expected: "true or false") {
        case "true"?: true
        case "false"?: false
        case let text?:
            reader.report(
                node, .wrongType, "'\(node.written)' is neither true nor false",
                help: meant[text.lowercased()].map { "write \($0)" } ?? "write true or false")
        case nil: nil
        }
    }
}

extension Int: SettingValue {
    package static var form: Form { .integer(nil) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a whole number") else { return nil }
        // Decimal whatever it begins with: 010 is ten.
        guard let number = Int(text) else {
            return reader.report(
                node, .wrongType, "'\(node.written)' is not a whole number", help: "write digits only, such as 587")
        }
        return number
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
