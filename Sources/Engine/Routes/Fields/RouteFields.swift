import Attributes
import Diagnostics
import Settings

/// The keys of a send route's file.
enum RouteFields {
    static let kind = Field<String>("kind", "send")
    static let name = Field<String?>("name", "The file's base name, repeated", default: nil)
    static let connection = Field<PlacedText?>(
        "connection", "What the letters go through", default: nil, shown: "the default connection")
    static let description = Field<String?>("description", "What the route is for", default: nil)
    static let disabled = Field<Bool>("disabled", "Nothing is sent by it", default: false, shown: "false")
    static let message = Field<PlacedText?>("message", "A unique name: another way to address the route", default: nil)
    static let application = Field<String?>("application", "The application that it belongs to", default: nil)
    static let bus = Field<BusNumber>(
        "bus", "The lane, 0 to 3: lanes never wait for each other", default: BusNumber(number: 0), shown: "0")
    static let unknown = Field<UnknownOutcome>(
        "unknown", "What becomes of a letter that may or may not have gone out: hold, or retry", default: .hold,
        shown: "hold")
    static let locale = Field<LanguageTag?>("locale", "How dates, numbers and words are written", default: nil)
    static let timezone = Field<Zone?>("timezone", "The zone of times without an offset", default: nil)
    static let attributes = Field<SchemaSetting?>("attributes", "What the message carries", default: nil)
    static let links = Field<[LinkRule]>(
        "links", "How business objects are found in subjects", default: [], shown: "none")
    static let email = Field<EmailSetting>("email", "The letter")
    static let tests = Field<[TestSetting]>("tests", "What 'router verify' runs", default: [], shown: "none")

    static let send = Shape(
        "a send route",
        [
            kind, name, connection, description, disabled, message, application, bus, unknown, locale, timezone,
            attributes, links, email, tests,
        ])
}

/// `bus:`, 0 to 3.
struct BusNumber: SettingValue {
    var number: Int

    static var form: Form { .integer(0...3) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let number = Int.read(node, &reader) else { return nil }
        guard (0...3).contains(number) else {
            return reader.report(node, .unknownValue, "there is no bus \(number)", help: "write 0, 1, 2 or 3")
        }
        return Self(number: number)
    }
}

/// `unknown:`, what to do with a letter whose outcome can't be known.
package enum UnknownOutcome: String, Sendable {
    /// Ask a person.
    case hold
    /// Send it again; it may arrive twice.
    case retry
}

extension UnknownOutcome: ChoiceSetting {
    package static var noun: String { "something to do with a letter whose outcome is unknown" }
}
