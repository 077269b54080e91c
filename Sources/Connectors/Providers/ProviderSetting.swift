internal import Diagnostics
internal import Settings

/// `provider: yandex`: instead of `host`, `port` and `encryption`.
struct ProviderSetting: SettingValue {
    var provider: Provider

    static var form: Form { .choice(Provider.allNames) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "a provider's name") else { return nil }
        if let provider = Provider.named(text.lowercased()) { return Self(provider: provider) }
        return reader.report(
            node, .unknownValue, "'\(node.written)' is not a provider that router knows",
            help: Suggestion.help(for: text, among: Provider.allNames)
                ?? "write host:, port: and encryption: instead, or one of: \(Provider.table.map { $0.names[0] }.joined(separator: ", "))"
        )
    }
}
