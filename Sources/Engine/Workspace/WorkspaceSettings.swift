package import Attributes
import Diagnostics
package import Settings

/// `router.yaml`: what holds for the whole workspace.
package struct WorkspaceSettings: Sendable {
    static let file = "router.yaml"

    package var language: LanguageTag = .english
    package var zone: Zone = .utc
    package var limits = Limits()
    /// Where the spool is, such as `sqlite:var/router.db`; `nil` for the usual place.
    package var spool: String?
    /// How long messages stay in the spool after their end.
    package var keep = Duration.seconds(30 * 86_400)
    package var server = ServerSetting()
    package var alerts: AlertSetting?

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
    private static let spoolField = Field<String?>(
        "spool",
        "Where messages are kept until they are sent, and after: sqlite:PATH, postgres://user@host/db, or none",
        default: nil, shown: "sqlite:var/router.db")
    private static let keepField = Field<TimeLength>(
        "keep", "How long messages stay in the spool after their end", default: TimeLength(seconds: 30 * 86_400),
        shown: "30d")
    private static let serverField = Field<ServerSetting>("server", "The HTTP API of 'router serve'", default: .init())
    private static let alertsField = Field<AlertSetting?>(
        "alerts", "Who is told when something needs a person; sent through the default connection", default: nil)
    static let shape = Shape(
        file, [locale, timezone, limitsField, spoolField, keepField, serverField, alertsField])

    static func read(_ node: Node, _ reader: inout Reader) -> WorkspaceSettings {
        var settings = WorkspaceSettings()
        guard let reading = shape.read(node, &reader) else { return settings }
        if let language = reading.find(locale) ?? nil { settings.language = language }
        if let zone = reading.find(timezone) ?? nil { settings.zone = zone }
        if let limits = reading.find(limitsField) { settings.limits = limits }
        settings.spool = reading.find(spoolField) ?? nil
        if let keep = reading.find(keepField) { settings.keep = .seconds(keep.seconds) }
        if let server = reading.find(serverField) { settings.server = server }
        settings.alerts = reading.find(alertsField) ?? nil
        return settings
    }
}
