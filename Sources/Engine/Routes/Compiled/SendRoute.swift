package import Attributes
import Settings
import Templating

/// A send route, read and proven: what it takes, and how that becomes letters.
package struct SendRoute: Sendable {
    package var name: String
    package var file: String
    package var summary: String?
    /// The unique message name, another way to address the route.
    package var message: String?
    package var application: String?
    package var bus: Int
    package var isDisabled: Bool
    /// The connection's name.
    package var connection: String
    package var schema: Schema
    package var language: LanguageTag
    package var zone: Zone
    /// The array attribute that it goes through, one letter an item.
    package var each: String?
    package var tests: [RouteTest]

    var letter: LetterTemplate
    var links: LinkFinder
    /// Where `meeting:` stands, when the route invites.
    var meetingPlace: Node?
    var limits: WorkspaceSettings.Limits
}
