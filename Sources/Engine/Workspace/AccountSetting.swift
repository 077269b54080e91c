import Attributes
import Diagnostics
import Settings

extension Diagnostic.Code {
    static let badAddress = Self(rawValue: "bad-address")
}

/// A person of `accounts/*.yaml`.
struct AccountSetting: SettingValue {
    var account: Account

    private static let id = Field<String>("id", "What data name the person by")
    private static let name = Field<String>("name", "As letters show it")
    private static let address = Field<String>("address", "Where letters go")
    private static let locale = Field<LanguageTag?>("locale", "How the person reads dates and numbers", default: nil)
    private static let timezone = Field<Zone?>("timezone", "The zone that the person lives in", default: nil)
    private static let staff = Field<Bool>("staff", "One of us, not a contact", default: false, shown: "false")
    private static let company = Field<String?>("company", "The company that a contact works for", default: nil)
    static let shape = Shape("an account", [id, name, address, locale, timezone, staff, company])

    static var form: Form { .group(shape) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        if let problem = EmailAddress.problem(in: reading[address]), let place = reading.node(of: address) {
            return reader.report(
                place, .badAddress, "'\(place.written)' is not an address: it \(problem)",
                help: "write it as ivan@example.com")
        }
        if reading[id].isEmpty || reading[id].contains("@"), let place = reading.node(of: id) {
            return reader.report(
                place, .unknownValue, "'\(place.written)' can't be an account's id",
                help: "write a short name without '@', such as ivan")
        }
        return Self(
            account: Account(
                id: reading[id], name: reading[name], address: reading[address], language: reading[locale],
                zone: reading[timezone], isStaff: reading[staff], company: reading[company]))
    }
}
