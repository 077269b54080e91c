import Attributes

/// What a template is filled from: the record, and the items that the sections around are at.
struct Filling {
    /// Where a repeating section is.
    struct Item {
        let section: Section
        /// The item's number, or the entry's key, as a JSON pointer's token.
        let token: String
        let value: Value
    }

    let record: Record
    let writing: Writing
    private(set) var items: [Item] = []
    /// Items of all sections so far.
    private var count = 0
    /// Whether everything that is refused is collected, instead of the first being thrown.
    private let isCollecting: Bool
    private(set) var mismatches: [Mismatch] = []

    init(_ record: Record, as writing: Writing, isCollecting: Bool = false) {
        self.record = record
        self.writing = writing
        self.isCollecting = isCollecting
    }

    mutating func refuse(_ mismatch: Mismatch) throws(Mismatch) {
        guard isCollecting else { throw mismatch }
        if mismatches.count < Template.Limit.mismatches, !mismatches.contains(mismatch) { mismatches.append(mismatch) }
    }

    /// Goes through a section: calls the body as often as its stretch is to stand.
    mutating func go(
        through section: Section, _ body: (inout Filling) throws(Mismatch) -> Void
    ) throws(Mismatch) {
        let value = section.path.value(in: self)
        switch (section.kind, value) {
        case (.present, _): if value.isShown { try body(&self) }
        case (.absent, _): if !value.isShown { try body(&self) }
        case (.items, .list(let list)):
            for (number, item) in list.enumerated() { try visit(item, String(number), of: section, body) }
        case (.items, .map(let entries)):
            for entry in entries {
                let value = Value.object(Record(Section.entryFields, [.string(entry.key), .string(entry.value)]))
                let token = entry.key.replacing("~", with: "~0").replacing("/", with: "~1")
                try visit(value, token, of: section, body)
            }
        case (.items, _): break
        }
    }

    private mutating func visit(
        _ value: Value, _ token: String, of section: Section, _ body: (inout Filling) throws(Mismatch) -> Void
    ) throws(Mismatch) {
        count += 1
        guard count <= Template.Limit.items else {
            throw Mismatch(
                pointer(to: section.path), expected: "at most \(Template.Limit.items) items in a letter's sections",
                found: "more")
        }
        items.append(Item(section: section, token: token, value: value))
        defer { items.removeLast() }
        try body(&self)
    }

    /// A path's JSON pointer, with the numbers of the items that the sections are at.
    func pointer(to path: Path) -> String {
        guard case .item(let depth) = path.location.origin, depth < items.count else { return path.pointer }
        return "\(pointer(to: items[depth].section.path))/\(items[depth].token)\(path.pointer)"
    }
}
