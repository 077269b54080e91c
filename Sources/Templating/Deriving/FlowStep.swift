/// A step of a text that is derived from another form of it: what is said, and how lines and words part.
enum FlowStep: Sendable {
    /// What a reader sees, without white space at its ends.
    case words([UInt8])
    case space(isNoBreak: Bool)
    case hole(Hole)
    case section(Section, [FlowStep])
    /// So many line ends at least, before what comes next.
    case apart(Int)
    /// `<br>`: one line end more, but no more than a few.
    case lineBreak
    /// A line end of preformatted text.
    case newLine
    /// A list; its items are numbered from a number on, or have dashes.
    case openList(first: Int?)
    case closeList
    /// An item, with its own number if it has one.
    case item(number: Int?)
    case endItem
    /// Lines behind `> `.
    case openQuote
    case closeQuote
    /// What follows is another cell of the table's row.
    case endCell
    /// The address of a link, in parentheses behind its text; nothing when it is blank.
    case address([FlowStep])
}

extension FlowStep {
    var holes: [Hole] {
        switch self {
        case .hole(let hole): [hole]
        case .section(_, let steps), .address(let steps): steps.flatMap(\.holes)
        default: []
        }
    }

    var paths: [Path] {
        switch self {
        case .hole(let hole): [hole.path]
        case .section(let section, let steps): [section.path] + steps.flatMap(\.paths)
        case .address(let steps): steps.flatMap(\.paths)
        default: []
        }
    }

    /// Whether the data decide which lines there are, and not only what stands in them.
    var isVariable: Bool {
        switch self {
        case .section: true
        case .hole(let hole): hole.mayBeUnseen
        case .address(let steps): steps.contains(where: \.isVariable)
        default: false
        }
    }

    /// The same with the parentheses of addresses written out.
    var spread: [FlowStep] {
        guard case .address(let steps) = self else { return [self] }
        return [.space(isNoBreak: false), .words(Array("(".utf8))] + steps + [.words(Array(")".utf8))]
    }
}

extension Hole {
    /// Whether nothing may come of it: then what stands around it closes up.
    var mayBeUnseen: Bool {
        if case .textOfHTML = format { return true }
        return fallback.map { $0.utf8.allSatisfy(\.isSpace) } ?? false
    }
}
