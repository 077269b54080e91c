import Attributes
import Diagnostics

/// What a placeholder's path leads to.
struct Resolution {
    var path: Path
    var type: AttributeType
    var isArray: Bool
    /// Whether the data may leave it out, as far as no section around sees to that.
    var isOptional: Bool

    /// Follows the path through the types.
    init(_ spelling: Spelling, in names: Names) throws(Complaint) {
        guard spelling.path.count <= Template.Limit.depth else {
            throw Complaint(
                .templateLimit, spelling.range, "a path has at most \(Template.Limit.depth) names and indices",
                help: nil)
        }
        var rest = spelling.path[...]
        guard case .name(let root, let range)? = rest.popFirst() else {
            guard let here = names.here else {
                throw Complaint(
                    .placeholderPath, spelling.range, "'.' is what a section is at, and here is no section",
                    help: "name an attribute")
            }
            self = here.value
            return
        }
        var last = range
        if let frame = names.frame(with: root) {
            self = frame.value
            try follow(root, range, in: names, from: frame)
        } else if let position = names.schema.position(of: root) {
            let attribute = names.schema.attributes[position]
            path = Path(
                text: root, pointer: "/\(root)", root: root,
                location: Path.Location(origin: .attribute(position)))
            type = attribute.type
            isArray = attribute.isArray
            isOptional = !attribute.isRequired && !names.isGuarded(path.location)
        } else {
            throw names.undeclared(root, spelling.brackets.isMustache ? range : spelling.range)
        }
        for segment in rest {
            switch segment {
            case .index(let index, let range):
                guard isArray else {
                    throw Complaint(
                        .placeholderPath, range, "'\(path.text)' is not an array", help: "leave out [\(index)]")
                }
                isArray = false
                path = path.appending(.item(index), text: "\(path.text)[\(index)]", pointer: "/\(index)")
            case .name(let name, let range):
                if isArray { throw arrayInTheWay(name, last, spelling) }
                try follow(name, range, in: names)
            }
            last = segment.range
        }
    }

    // A frame is the section whose item's field it is: then the path begins with the field's name.
    private mutating func follow(
        _ name: String, _ range: Range<Int>, in names: Names, from frame: Names.Frame? = nil
    ) throws(Complaint) {
        guard let fields = frame?.fields ?? type.fields else {
            throw Complaint(
                .placeholderPath, range, "'\(path.text)' is \(type.phrase), which has no fields",
                help: type == .map ? "declare an object with fields instead of the map" : "leave out .\(name)")
        }
        let holder = frame?.isEntry == true ? AttributeType.object(fields) : type
        guard let position = fields.position(of: name), let step = Path.Step(name, at: position, of: holder) else {
            let help =
                Suggestion.help(for: name, among: fields.names)
                ?? "its fields are \(fields.names.joined(separator: ", "))"
            throw Complaint(.unknownField, range, "'\(path.text)' has no field '\(name)'", help: help)
        }
        let attribute = fields.attributes[position]
        path = path.appending(
            step, text: frame == nil ? "\(path.text).\(name)" : name,
            pointer: frame?.isEntry == true ? "" : "/\(name)")
        type = attribute.type
        isArray = attribute.isArray
        isOptional = isOptional || !attribute.isRequired && !names.isGuarded(path.location)
    }

    private func arrayInTheWay(_ name: String, _ range: Range<Int>, _ spelling: Spelling) -> Complaint {
        let item = "\(path.text)[0].\(name)"
        return Complaint(
            .placeholderPath, range, "'\(path.text)' is an array",
            help: spelling.brackets.isMustache
                ? "open a section: {{#\(path.text)}}{{\(name)}}{{/\(path.text)}}, or name one of its items: \(item)"
                : "name one of its items: \(item)")
    }
}

extension Resolution {
    /// How often a section over it stands.
    var sectionKind: Section.Kind { isArray || type == .map ? .items : .present }
}

extension Path {
    fileprivate func appending(_ step: Step, text: String, pointer: String) -> Path {
        var location = location
        location.steps.append(step)
        return Path(text: text, pointer: self.pointer + pointer, root: root, location: location)
    }
}
