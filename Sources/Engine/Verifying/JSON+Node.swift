import Attributes
import Settings

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

    /// The value that an attribute would have.
    init(_ node: Node, as attribute: Attribute?) {
        switch node.content {
        case .scalar(let scalar): self.init(scalar, as: attribute)
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

    private init(_ scalar: Scalar, as attribute: Attribute?) {
        // The data stand for JSON, which has a word for nothing; in quotes it is a text.
        if scalar.style == .plain, ["", "~", "null"].contains(scalar.text) {
            self = .null
        } else if attribute?.type == .boolean, scalar.text == "true" || scalar.text == "false" {
            self = .bool(scalar.text == "true")
        } else {
            self = .string(scalar.text)
        }
    }
}
