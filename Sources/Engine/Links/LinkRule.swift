import Diagnostics
package import Settings

extension Diagnostic.Code {
    static let badPattern = Self(rawValue: "bad-pattern")
}

/// An entry of `links:`: how the keys of business objects are found in a letter's subject.
///
///     {name: invoice, from: Subject, match: 'Inv-[0-9]+', object: Invoice, key: Number, in: tables/invoices.csv}
package struct LinkRule: SettingValue {
    package var name: String
    package var summary: String?
    /// What kind of object is meant.
    package var object: String
    /// Which of its fields the found text is.
    package var key: String
    /// A CSV file with the objects that there are; relative to the workspace.
    package var table: String?
    var pattern: LinkPattern
    var node: Node

    private static let nameField = Field<String>("name", "What the rule is called")
    private static let description = Field<String?>("description", "What it is for", default: nil)
    private static let from = Field<LinkSource>("from", "Where to look: Subject", default: .subject, shown: "Subject")
    private static let match = Field<PlacedText>("match", "A regular expression, such as 'Inv-[0-9]+'")
    private static let objectField = Field<String>("object", "The kind of object that is meant")
    private static let keyField = Field<String>("key", "The field that the found text is")
    private static let tableField = Field<PlacedText?>("in", "A CSV file with the objects that there are", default: nil)
    static let shape = Shape("a link rule", [nameField, description, from, match, objectField, keyField, tableField])

    package static var form: Form { .group(shape) }

    package static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        guard let reading = shape.read(node, &reader), reading.isWhole else { return nil }
        let text = reading[match]
        do throws(LinkPattern.Problem) {
            return Self(
                name: reading[nameField], summary: reading[description], object: reading[objectField],
                key: reading[keyField], table: reading[tableField]?.text, pattern: try LinkPattern(text.text),
                node: node)
        } catch {
            reader.findings.report(
                Diagnostic(
                    .error, .badPattern, in: text, nil, "'\(text.text)' is not a regular expression: \(error.words)",
                    help: "write it in single quotes: match: 'Inv-[0-9]+'"))
            return nil
        }
    }
}

/// Where a rule looks.
enum LinkSource: String, ChoiceSetting {
    case subject = "Subject"

    static var noun: String { "a place to look for links" }
}
