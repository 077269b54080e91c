/// What kind of value an attribute holds.
package enum AttributeType: Hashable, Sendable {
    case string
    /// An exact decimal.
    case number
    case boolean
    case datetime
    case duration
    case period
    /// A value with declared fields, in the order of their declaration; they are required unless YAML says otherwise, which is up to its reader.
    case object(Schema)
    /// Any keys, string values.
    case map
    /// A person: from the accounts, or an address and a name.
    case account
    case document

    /// The word that YAML uses for the type.
    package var word: String {
        switch self {
        case .string: "string"
        case .number: "number"
        case .boolean: "boolean"
        case .datetime: "datetime"
        case .duration: "duration"
        case .period: "period"
        case .object: "object"
        case .map: "map"
        case .account: "account"
        case .document: "document"
        }
    }

    /// The type in a sentence: `a string`, `an object`.
    package var phrase: String {
        switch self {
        case .object, .account: "an \(word)"
        default: "a \(word)"
        }
    }

    /// All the words that YAML may use, in the order of the manual.
    package static let words = [
        "string", "number", "boolean", "datetime", "duration", "period", "object", "map", "account", "document",
    ]

    /// The fields that a path such as `<Client.Name>` may name, or `nil` when the type has none.
    package var fields: Schema? {
        switch self {
        case .object(let fields): fields
        case .account: Account.fields
        case .period: Period.fields
        default: nil
        }
    }
}
