package import Attributes
package import Connecting

/// A receive route, read and proven: whose letters it takes, what it makes of them, and who gets that.
package final class ReceiveRoute: Sendable {
    package let name: String
    package let file: String
    package let summary: String?
    package let application: String?
    package let bus: Int
    package let isDisabled: Bool
    /// The connection's name.
    package let connection: String
    package let folders: [String]
    package let acknowledgement: Acknowledgement
    package let kind: ArrivalKind
    package let language: LanguageTag
    package let zone: Zone
    /// The attributes that it finds itself.
    package let own: [OwnAttribute]
    /// The built-in attributes, then its own.
    package let schema: Schema
    package let deliveries: [HandlerEntry]
    package let response: Schema?
    package let errorResponse: Schema?
    package let canary: Canary?
    package let tests: [ReceiveTest]

    let links: LinkFinder

    init(
        name: String, file: String, summary: String?, application: String?, bus: Int, isDisabled: Bool,
        connection: String, folders: [String], acknowledgement: Acknowledgement, kind: ArrivalKind,
        language: LanguageTag, zone: Zone, own: [OwnAttribute], links: LinkFinder, deliveries: [HandlerEntry],
        response: Schema?, errorResponse: Schema?, canary: Canary?, tests: [ReceiveTest]
    ) {
        self.name = name
        self.file = file
        self.summary = summary
        self.application = application
        self.bus = bus
        self.isDisabled = isDisabled
        self.connection = connection
        self.folders = folders
        self.acknowledgement = acknowledgement
        self.kind = kind
        self.language = language
        self.zone = zone
        self.own = own
        self.links = links
        self.deliveries = deliveries
        self.response = response
        self.errorResponse = errorResponse
        self.canary = canary
        self.tests = tests
        schema = ArrivalSchema.schema(with: own.map(\.declared))
    }

    /// Whether it looks for business objects, so that letters may need processing.
    package var hasLinks: Bool { !links.isEmpty }

    /// The position of the entry of `deliver:` whose answer is the response; `nil` when nobody answers.
    package var responder: Int? { deliveries.firstIndex(where: \.responds) }
}
