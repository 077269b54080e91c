import Attributes
import Diagnostics
import Settings

/// `attributes:` or `fields:`: names with their types.
struct SchemaSetting: SettingValue {
    var schema: Schema
    /// Where each name stands.
    var names: [String: Scalar]
    /// The names whose types are wrong: a text that uses them has no mistake of its own.
    var broken: Set<String>

    // An object has fields, so its word alone is not enough.
    static var form: Form {
        .keyed(.oneOf([.choice(AttributeType.words.filter { $0 != "object" }), .group(AttributeSetting.shape)]))
    }

    static func read(_ node: Node, _ reader: inout Reader) -> Self? {
        read(node, &reader, isFields: false)
    }

    static func read(_ node: Node, _ reader: inout Reader, isFields: Bool) -> Self? {
        guard let pairs = reader.pairs(of: node, called: "a mapping of names and types") else { return nil }
        var attributes: [Attribute] = []
        var names: [String: Scalar] = [:]
        var broken: Set<String> = []
        for pair in pairs {
            guard checkName(pair.key, in: node, &reader) else { continue }
            if let attribute = AttributeSetting.read(pair.value, named: pair.key.text, isFields: isFields, &reader) {
                attributes.append(attribute)
                names[attribute.name] = pair.key
            } else {
                broken.insert(pair.key.text)
            }
        }
        return Self(schema: Schema(attributes), names: names, broken: broken)
    }

    /// Whether a key can name an attribute; one that can't is reported.
    static func checkName(_ key: Scalar, in node: Node, _ reader: inout Reader) -> Bool {
        if isName(key.text) { return true }
        reader.findings.report(
            Diagnostic(
                .error, .badName, at: key.span, in: node.source, "'\(key.text)' can't be the name of an attribute",
                help: "use letters, digits and '_', beginning with a letter; 'title:' may hold any words"))
        return false
    }

    /// Names are what a path in a template can hold.
    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.properties.isAlphabetic, text.utf8.count <= 100 else {
            return false
        }
        return text.unicodeScalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0) }
    }
}
