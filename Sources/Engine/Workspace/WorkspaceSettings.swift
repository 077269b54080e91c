package import Attributes
import Diagnostics
package import Settings

/// `router.yaml`: what holds for the whole workspace.
package struct WorkspaceSettings: Sendable {
    static let file = "router.yaml"

    package var language: LanguageTag = .english
    package var zone: Zone = .utc
    package var limits = Limits()

    /// How large letters may be.
    package struct Limits: Sendable, SettingValue {
        /// Decoded bytes of one attached file.
        package var attachment = 10_000_000
        /// Bytes of a composed letter.
        package var message = 25_000_000

        private static let attachmentField = Field<ByteSize>(
            "attachment", "Bytes of one attached file", default: ByteSize(bytes: 10_000_000), shown: "10MB")
        private static let messageField = Field<ByteSize>(
            "message", "Bytes of a composed letter", default: ByteSize(bytes: 25_000_000), shown: "25MB")
        private static let shape = Shape("limits", [attachmentField, messageField])

        package static var form: Form { .group(shape) }

        package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
            guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
            return Self(attachment: reading[attachmentField].bytes, message: reading[messageField].bytes)
        }
    }

    private static let locale = Field<LanguageTag?>("locale", "How dates, numbers and words are written", default: nil)
    private static let timezone = Field<Zone?>("timezone", "The zone of times without an offset", default: nil)
    private static let limitsField = Field<Limits>("limits", "How large letters may be", default: Limits())
    static let shape = Shape(file, [locale, timezone, limitsField])

    static func read(_ node: Node, _ reader: inout Reader) -> WorkspaceSettings {
        var settings = WorkspaceSettings()
        guard let reading = shape.read(node, &reader) else { return settings }
        if let language = reading.find(locale) ?? nil { settings.language = language }
        if let zone = reading.find(timezone) ?? nil { settings.zone = zone }
        if let limits = reading.find(limitsField) { settings.limits = limits }
        return settings
    }
}
