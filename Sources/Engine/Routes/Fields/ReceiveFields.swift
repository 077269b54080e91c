import Attributes
import Connecting
import Diagnostics
import Settings

/// The keys of a receive route's file, where they are not those of a send route.
enum ReceiveFields {
    static let kind = Field<String>("kind", "receive")
    static let connection = Field<PlacedText?>(
        "connection", "The mailbox that letters come from", default: nil, shown: "the default connection")
    static let disabled = Field<Bool>("disabled", "Nothing is fetched by it", default: false, shown: "false")
    static let message = Field<ArrivalKind>("message", "email, or calendar-event", default: .email, shown: "email")
    static let folders = Field<OneOrMany<PlacedText>?>(
        "folders", "The folders that are read; others are not", default: nil, shown: "INBOX")
    static let after = Field<AfterSetting>(
        "after", "What is done in the mailbox with a letter that is stored: seen, flagged, keep, or {move: FOLDER}",
        default: AfterSetting(acknowledgement: .seen), shown: "seen")
    static let dedicated = Field<Bool>(
        "dedicated", "The mailbox is read by nobody else, though it is a person's", default: false, shown: "false")
    static let attributes = Field<ArrivalAttributesSetting?>(
        "attributes", "What is found in letters, beside what every letter has", default: nil)
    static let links = Field<[LinkRule]>(
        "links", "How business objects are found in letters", default: [], shown: "none")
    static let deliver = Field<[DeliverSetting]>("deliver", "Who gets the messages", default: [], shown: "nobody")
    static let response = Field<SchemaSetting?>("response", "What a handler answers", default: nil)
    static let errorResponse = Field<SchemaSetting?>(
        "error-response", "What is told when a letter can't be read, or a handler refuses it for good", default: nil)
    static let canary = Field<CanarySetting?>(
        "canary", "A letter that the route sends to itself and expects back", default: nil)
    static let tests = Field<[ReceiveTestSetting]>("tests", "What 'router verify' runs", default: [], shown: "none")

    static let receive = Shape(
        "a receive route",
        [
            kind, RouteFields.name, connection, RouteFields.description, disabled, message, folders,
            RouteFields.application, RouteFields.bus, after, dedicated, RouteFields.locale, RouteFields.timezone,
            attributes, links, deliver, response, errorResponse, canary, tests,
        ])
}

/// `message:` of a receive route.
package enum ArrivalKind: String, ChoiceSetting {
    case email
    case event = "calendar-event"

    package static var noun: String { "a kind of message" }
}

/// `after:`.
struct AfterSetting: SettingValue {
    var acknowledgement: Acknowledgement

    private static let move = Field<PlacedText>("move", "The folder that it goes to")
    private static let shape = Shape("after", [move])
    private static let words = ["seen", "flagged", "keep"]

    static var form: Form { .oneOf([.choice(words), .group(shape)]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard node.scalar != nil else {
            guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
            return Self(acknowledgement: .move(reading[move].text))
        }
        switch reader.plainText(node, expected: "one of seen, flagged, keep, or {move: FOLDER}") {
        case "seen"?: return Self(acknowledgement: .seen)
        case "flagged"?: return Self(acknowledgement: .flagged)
        case "keep"?: return Self(acknowledgement: .keep)
        case "move"?:
            return reader.report(
                node, .missingKey, "a letter is moved to a folder, which has a name",
                help: "write {move: Archive}")
        case let word?:
            return reader.report(
                node, .unknownValue, "'\(node.written)' is nothing that can be done with a letter",
                help: Suggestion.help(for: word, among: words) ?? "write seen, flagged, keep, or {move: FOLDER}")
        case nil: return nil
        }
    }
}
