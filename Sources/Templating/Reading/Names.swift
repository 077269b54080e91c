import Attributes
import Diagnostics

/// The names that a template may use at one place: the attributes, and inside sections the fields of their items.
struct Names {
    /// A section around the place.
    struct Frame {
        /// What the section is at: an item, or the value itself.
        var value: Resolution
        /// As the section's tag spells it.
        var spelled: String
        /// An entry of a map, whose fields have no pointers of their own.
        var isEntry = false

        var fields: Schema? { isEntry ? Section.entryFields : value.isArray ? nil : value.type.fields }
    }

    let schema: Schema
    private var frames: [Frame] = []
    private var guarded: [Path.Location] = []
    private var depth = 0

    init(_ schema: Schema) {
        self.schema = schema
    }

    /// What Mustache's `.` stands for.
    var here: Frame? { frames.last }

    /// The innermost section whose item has such a field.
    func frame(with field: String) -> Frame? { frames.last { $0.fields?.position(of: field) != nil } }

    /// Whether a section around shows nothing when the value is blank.
    func isGuarded(_ location: Path.Location) -> Bool { guarded.contains(location) }

    mutating func enter(_ section: Section, _ resolution: Resolution, spelled: String) {
        guarded.append(section.path.location)
        var value = resolution
        value.isOptional = false
        guard section.kind == .items else { return frames.append(Frame(value: value, spelled: spelled)) }
        value.path = Path(
            text: ".", pointer: "", root: section.path.root, location: Path.Location(origin: .item(depth)))
        value.isArray = false
        frames.append(Frame(value: value, spelled: spelled, isEntry: !resolution.isArray))
        depth += 1
    }

    mutating func leave(_ section: Section) {
        guarded.removeLast()
        frames.removeLast()
        if section.kind == .items { depth -= 1 }
    }

    func undeclared(_ name: String, _ range: Range<Int>) -> Complaint {
        let around = frames.last { $0.fields != nil }
        let known = frames.reversed().flatMap { $0.fields?.names ?? [] } + schema.names
        return Complaint(
            .undeclaredPlaceholder, range,
            around.map { "'\(name)' is neither declared nor a field of '\($0.spelled)'" }
                ?? "'\(name)' is not declared",
            help: Suggestion.help(for: name, among: known) ?? "declare it under attributes")
    }
}
