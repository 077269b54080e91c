package import Attributes
import Settings
import Templating

/// A send route, read and proven: what it takes, and how that becomes letters.
///
/// A class, because every letter refers to its route, and copying all of it costs more than to look something up in it.
package final class SendRoute: Sendable {
    package let name: String
    package let file: String
    package let summary: String?
    /// The unique message name, another way to address the route.
    package let message: String?
    package let application: String?
    package let bus: Int
    package let isDisabled: Bool
    /// The connection's name.
    package let connection: String
    package let schema: Schema
    package let language: LanguageTag
    package let zone: Zone
    /// The array attribute that it goes through, one letter an item.
    package let each: String?
    package let tests: [RouteTest]

    let letter: LetterTemplate
    let links: LinkFinder
    /// Where `meeting:` stands, when the route invites.
    let meetingPlace: Node?
    let limits: WorkspaceSettings.Limits

    init(
        name: String, file: String, summary: String?, message: String?, application: String?, bus: Int,
        isDisabled: Bool, connection: String, schema: Schema, language: LanguageTag, zone: Zone, each: String?,
        tests: [RouteTest], letter: LetterTemplate, links: LinkFinder, meetingPlace: Node?,
        limits: WorkspaceSettings.Limits
    ) {
        self.name = name
        self.file = file
        self.summary = summary
        self.message = message
        self.application = application
        self.bus = bus
        self.isDisabled = isDisabled
        self.connection = connection
        self.schema = schema
        self.language = language
        self.zone = zone
        self.each = each
        self.tests = tests
        self.letter = letter
        self.links = links
        self.meetingPlace = meetingPlace
        self.limits = limits
    }
}
