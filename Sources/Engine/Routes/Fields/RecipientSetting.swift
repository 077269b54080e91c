import Diagnostics
import Settings

/// An entry of `to`, `cc` or `bcc`, as it is written.
enum RecipientSetting: SettingValue {
    /// `{account: <Participants>}`: fills address and name.
    case account(PlacedText)
    /// `{address: "<Email>", name: "<Name>"}`.
    case address(PlacedText, name: PlacedText?)
    /// `"Desk <desk@example.com>"`, or an address alone.
    case mailbox(PlacedText)

    private static let account = Field<PlacedText?>("account", "An attribute of type account", default: nil)
    private static let address = Field<PlacedText?>("address", "The address, with placeholders", default: nil)
    private static let name = Field<PlacedText?>("name", "The name beside it", default: nil)
    private static let shape = Shape("a recipient", [account, address, name])

    static var form: Form { .oneOf([.text, .group(shape)]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if node.scalar != nil { return PlacedText.read(node, &reader).map { .mailbox($0) } }
        // `to: {Email}` is a mapping to YAML, and a placeholder to its writer.
        if Reader.isUnquotedPlaceholder(node, for: shape) {
            _ = PlacedText.read(node, &reader)
            return nil
        }
        guard let reading = shape.read(node, &reader) else { return nil }
        let account = reading.find(Self.account) ?? nil
        let address = reading.find(Self.address) ?? nil
        let name = reading.find(Self.name) ?? nil
        guard reading.isWhole else { return nil }
        switch (account, address) {
        case (let account?, nil) where name == nil: return .account(account)
        case (nil, let address?): return .address(address, name: name)
        case (_?, _):
            return reader.report(
                node, .wrongType, "an account brings its own address and name",
                help: "keep 'account', or write 'address' and 'name' instead of it")
        case (nil, nil):
            return reader.report(
                node, .missingKey, "a recipient needs 'account' or 'address'",
                help: "write {account: <Person>}, or {address: \"<Email>\", name: \"<Name>\"}")
        }
    }
}

/// `from:`, a mailbox, or the name alone: `{name: HR}` keeps the connection's address.
enum FromSetting: SettingValue {
    case mailbox(RecipientSetting)
    case name(PlacedText)

    private static let name = Field<PlacedText>("name", "The name beside the connection's address")
    private static let shape = Shape("from", [name])

    static var form: Form { .oneOf([RecipientSetting.form, .group(shape)]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if let pairs = node.pairs, pairs.count == 1, pairs[0].key.text == name.name {
            guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
            return .name(reading[name])
        }
        return RecipientSetting.read(node, &reader).map { .mailbox($0) }
    }
}

/// A mailbox that is neither a recipient nor the sender: `reply-to`, `organizer`.
struct MailboxSetting: SettingValue {
    var recipient: RecipientSetting

    static var form: Form { RecipientSetting.form }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        RecipientSetting.read(node, &reader).map { Self(recipient: $0) }
    }
}
