import Diagnostics

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
            node, .unknownValue, "'\(node.written)' is not \(noun)",
            help: Suggestion.help(for: text, among: words) ?? "write one of: \(list)")
    }
}
