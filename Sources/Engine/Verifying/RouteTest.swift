package import Attributes
import Diagnostics
import Settings

/// A test that a route carries.
package struct RouteTest: Sendable {
    package enum Data: Sendable {
        case json(JSON)
        /// A path relative to the workspace.
        case file(String)
    }

    package var name: String
    package var data: Data
    /// One a letter.
    package var expectations: [Expectation]

    init?(_ setting: TestSetting, schema: Schema, _ reader: inout Reader) {
        guard let expectations = Expectation.readLetters(setting.expect, &reader) else { return nil }
        name = setting.name
        self.expectations = expectations
        data =
            if let file = setting.file {
                .file(file.text)
            } else {
                .json(setting.data.map { JSON($0, for: schema) } ?? [:])
            }
    }
}

extension JSON {
    /// A YAML mapping as the JSON that a caller would submit: YAML has only texts, and the schema says which are more.
    init(_ node: Node, for schema: Schema) {
        guard let pairs = node.pairs else {
            self.init(node, as: nil)
            return
        }
        self = .object(
            pairs.map { pair in Member(name: pair.key.text, value: JSON(pair.value, as: schema[pair.key.text])) })
    }

    private init(_ node: Node, as attribute: Attribute?) {
        switch node.content {
        case .scalar(let scalar):
            self  // A test's data stand for JSON, which has a word for nothing; in quotes it is a text.
            =
                if scalar.style == .plain, ["", "~", "null"].contains(scalar.text) {
                    .null
                } else if attribute?.type == .boolean, scalar.text == "true" || scalar.text == "false" {
                    .bool(scalar.text == "true")
                } else {
                    .string(scalar.text)
                }
        case .sequence(let items):
            var item = attribute
            item?.isArray = false
            self = .array(items.map { JSON($0, as: item) })
        case .mapping(let pairs):
            if let fields = attribute?.type.fields {
                self.init(node, for: fields)
            } else {
                self = .object(pairs.map { Member(name: $0.key.text, value: JSON($0.value, as: nil)) })
            }
        }
    }
}
