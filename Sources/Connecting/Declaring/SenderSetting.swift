package import Diagnostics
package import MIME
package import Settings

/// `sender: {address: robot@example.com, name: Робот}`.
package struct SenderSetting: SettingValue {
    package var mailbox: Mailbox

    private static let address = Field<String>("address", "The address in From, and where bounces go")
    private static let name = Field<String?>("name", "The name in From", default: nil)
    private static let shape = Shape("sender", [address, name])

    package static var form: Form { .group(shape) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        return Self(mailbox: Mailbox(name: reading[name], address: reading[address]))
    }
}

/// `signature: {text: …, html: …}`.
package struct SignatureSetting: SettingValue {
    /// Without the line `-- ` before it.
    package var text: PlacedText?
    package var html: PlacedText?

    private static let text = Field<PlacedText?>("text", "For plain bodies; a line '-- ' goes before it", default: nil)
    private static let html = Field<PlacedText?>("html", "For HTML bodies; goes before </body>", default: nil)
    private static let shape = Shape("signature", [text, html])

    package static var form: Form { .group(shape) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        return Self(text: reading[text], html: reading[html])
    }
}
