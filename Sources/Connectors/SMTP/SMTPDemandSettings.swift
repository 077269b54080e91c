internal import Diagnostics
internal import Settings

/// `verify-recipients: false | rcpt | vrfy`; true is rcpt.
struct VerificationSetting: SettingValue {
    var verification: SMTPDemands.Verification

    static var form: Form { .oneOf([.boolean, .choice(words)]) }

    private static let words = SMTPDemands.Verification.allCases.map(\.rawValue)

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let text = reader.plainText(node, expected: "false, rcpt or vrfy") else { return nil }
        if let verification = SMTPDemands.Verification(rawValue: text == "true" ? "rcpt" : text) {
            return Self(verification: verification)
        }
        return reader.report(
            node, .unknownValue, "'\(node.written)' is not a way to verify recipients",
            help: Suggestion.help(for: text, among: words) ?? "write one of: \(words.joined(separator: ", "))")
    }
}

/// `notify: [failure, delay]`.
struct NoticesSetting: SettingValue {
    var notices: [SMTPDemands.Notice]

    static var form: Form { OneOrMany<SMTPDemands.Notice>.form }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        let before = reader.findings.errors
        guard let items = OneOrMany<SMTPDemands.Notice>.read(node, &reader)?.items, reader.findings.errors == before
        else { return nil }
        if items.isEmpty {
            return reader.report(
                node, .missingValue, "the list names nothing",
                help: "write 'notify: never' for no notices at all, or leave the key out")
        }
        if items.contains(.never), Set(items).count > 1 {
            return reader.report(
                node, .unknownValue, "'never' stands alone (RFC 3461 section 4.1)",
                help: "write 'notify: never', or take it out of the list")
        }
        return Self(notices: SMTPDemands.Notice.allCases.filter(items.contains))
    }
}

extension SMTPDemands.Notice: ChoiceSetting {
    package static var noun: String { "something to be notified of" }
}
