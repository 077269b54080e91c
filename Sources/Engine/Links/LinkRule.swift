import Diagnostics
package import Settings

extension Diagnostic.Code {
    static let badPattern = Self(rawValue: "bad-pattern")
    static let badPath = Self(rawValue: "bad-path")
    static let overlappingRules = Self(rawValue: "overlapping-rules")
}

/// An entry of `links:`: how the keys of business objects are found in letters.
///
///     {name: invoice, from: Subject, match: 'Inv-[0-9]+', object: Invoice, key: Number, in: tables/invoices.csv}
package struct LinkRule: SettingValue {
    package var name: String
    package var summary: String?
    /// What kind of object is meant.
    package var object: String
    /// Which of its fields the found text is.
    package var key: String
    /// Where it can be known whether the object exists.
    var source: LinkSource?
    /// Where to look.
    var from: PlacedText?
    var match: PlacedText
    var pattern: Pattern
    /// Whether such a link, beside a contact, makes a letter one that needs no processing.
    var settles: Bool
    var node: Node

    private static let nameField = Field<String>("name", "What the rule is called")
    private static let description = Field<String?>("description", "What it is for", default: nil)
    private static let fromField = Field<PlacedText?>(
        "from", "Where to look: Subject, TextBody, From.Address, Headers.X-Order", default: nil, shown: "Subject")
    private static let matchField = Field<PlacedText>("match", "A regular expression, such as 'Inv-[0-9]+'")
    private static let objectField = Field<String>("object", "The kind of object that is meant")
    private static let keyField = Field<String>("key", "The field that the found text is")
    private static let sourceField = Field<LinkSource?>(
        "in", "Where the objects are: a CSV or JSON file, or {connection: NAME, path: /invoices/<Key>} to ask",
        default: nil)
    private static let settlesField = Field<Bool>(
        "settles", "A letter with such a link and a contact needs no processing", default: true, shown: "true")
    static let shape = Shape(
        "a link rule",
        [nameField, description, fromField, matchField, objectField, keyField, sourceField, settlesField])

    package static var form: Form { .group(shape) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), let match = reading.find(matchField) else { return nil }
        guard let pattern = Pattern.read(match, &reader), reading.isWhole else { return nil }
        return Self(
            name: reading[nameField], summary: reading[description], object: reading[objectField],
            key: reading[keyField], source: reading[sourceField], from: reading[fromField], match: match,
            pattern: pattern, settles: reading[settlesField], node: node)
    }
}

extension Pattern {
    /// A pattern as it stands in a file; `nil` for one that is none, which was reported.
    static func read(_ text: PlacedText, _ reader: inout Reader) -> Pattern? {
        do throws(Problem) {
            return try Pattern(text.text)
        } catch {
            reader.findings.report(
                Diagnostic(
                    .error, .badPattern, in: text, nil, "'\(text.text)' is not a regular expression: \(error.words)",
                    help: "write it in single quotes: match: 'Inv-[0-9]+'"))
            return nil
        }
    }
}

/// `in:` of a link rule.
enum LinkSource: SettingValue {
    /// A file of the workspace.
    case table(PlacedText)
    /// A connection that is asked: `Registry`.
    case connection(PlacedText, path: PlacedText?)

    private static let connection = Field<PlacedText>(
        "connection", "A connection that can be asked, of kind http")
    private static let path = Field<PlacedText?>("path", "Where it is asked, with <Key> for the key", default: nil)
    private static let shape = Shape("in", [connection, path])

    static var form: Form { .oneOf([.text, .group(shape)]) }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        if node.scalar != nil { return PlacedText.read(node, &reader).map { .table($0) } }
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        if let path = reading[path], !path.text.contains("<Key>"), !path.text.contains("{Key}") {
            reader.findings.report(
                Diagnostic(
                    .error, .badPath, in: path, nil,
                    "the path has no place for the key: every object would be the same",
                    help: "write <Key> where it belongs: /invoices/<Key>"))
            return nil
        }
        return .connection(reading[connection], path: reading[path])
    }
}
