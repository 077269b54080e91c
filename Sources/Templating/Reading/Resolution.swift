import Attributes
import Diagnostics

/// What a placeholder's path leads to.
struct Resolution {
    var path: Path
    var type: AttributeType
    var isArray: Bool
    var isOptional: Bool

    /// Follows the path of a declared name through the types.
    init(_ spelling: Spelling, in schema: Schema) throws(Complaint) {
        guard case .name(let root, let range) = spelling.path[0], let position = schema.position(of: root) else {
            throw Complaint(.undeclaredPlaceholder, spelling.range, "'\(spelling.pathText)' is not declared", help: nil)
        }
        guard spelling.path.count <= Template.Limit.depth else {
            throw Complaint(
                .templateLimit, spelling.range, "a path has at most \(Template.Limit.depth) names and indices",
                help: nil)
        }
        let attribute = schema.attributes[position]
        type = attribute.type
        isArray = attribute.isArray
        isOptional = !attribute.isRequired
        var pointer = "/\(root)"
        var steps: [Path.Step] = []
        var text = root
        var last = range
        for segment in spelling.path.dropFirst() {
            switch segment {
            case .index(let index, let range):
                guard isArray else {
                    throw Complaint(
                        .placeholderPath, range, "'\(text)' is not an array", help: "leave out [\(index)]")
                }
                isArray = false
                steps.append(.item(index))
                pointer += "/\(index)"
                text += "[\(index)]"
            case .name(let name, let range):
                let field = try Self.field(name, range, of: type, isArray: isArray, text, last, spelling)
                steps.append(field.step)
                type = field.attribute.type
                isArray = field.attribute.isArray
                isOptional = isOptional || !field.attribute.isRequired
                pointer += "/\(name)"
                text += ".\(name)"
            }
            last = segment.range
        }
        path = Path(text: text, pointer: pointer, root: root, position: position, steps: steps)
    }

    private static func field(
        _ name: String, _ range: Range<Int>, of type: AttributeType, isArray: Bool, _ text: String,
        _ last: Range<Int>, _ spelling: Spelling
    ) throws(Complaint) -> (step: Path.Step, attribute: Attribute) {
        if isArray {
            throw Complaint(
                .placeholderPath, last, "'\(text)' is an array",
                help: "name one of its items: \(text)[0].\(name)")
        }
        guard let fields = type.fields else {
            let help = type == .map ? "declare an object with fields instead of the map" : "leave out .\(name)"
            throw Complaint(.placeholderPath, range, "'\(text)' is \(type.phrase), which has no fields", help: help)
        }
        guard let position = fields.position(of: name), let step = Path.Step(name, at: position, of: type) else {
            let help =
                Suggestion.help(for: name, among: fields.names)
                ?? "its fields are \(fields.names.joined(separator: ", "))"
            throw Complaint(.unknownField, range, "'\(text)' has no field '\(name)'", help: help)
        }
        return (step, fields.attributes[position])
    }
}
