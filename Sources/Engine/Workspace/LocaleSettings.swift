package import Attributes
import Diagnostics
package import Settings

extension LanguageTag: SettingValue {
    package static var form: Form { .text }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a locale such as ru-RU") else { return nil }
        if let tag = LanguageTag(text) { return tag }
        return reader.report(
            node, .unknownValue, "'\(node.written)' is not a locale that router has words for",
            help: "write a language of \(supported.joined(separator: ", ")), with a region or without: ru-RU, en-GB")
    }
}

extension Zone: SettingValue {
    package static var form: Form { .text }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a time zone such as Europe/Moscow") else { return nil }
        if let zone = Self.known(text) { return zone }
        return reader.report(
            node, .unknownValue, "'\(node.written)' is not a time zone of this machine's database",
            help: Zone.help(for: text)
                ?? "write its name in the database (package tzdata), such as Europe/Moscow")
    }

    private static func known(_ name: String) -> Self? {
        Zone.named(name) as? Self
    }
}
