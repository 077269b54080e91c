package import Attributes

/// A text with holes, compiled once into constant bytes and holes, and filled many times.
///
///     Встреча «<Title>» начнётся <Start:d MMMM в HH:mm>.
package struct Template: Sendable {
    enum Part: Sendable {
        case constant([UInt8])
        case hole(Hole)
        case section(Section, [Part])
        /// A derived text whose lines depend on its values.
        case flow(Flow)
    }

    package let place: Place
    let parts: [Part]
    /// The pictures of an HTML text whose addresses stand in the text itself.
    package let pictures: [Picture]
    /// The names of the attributes that the text uses, those of its paths' roots.
    package let attributes: Set<String>
    /// About as many bytes as the filled text has.
    private let roughSize: Int

    init(_ parts: [Part], in place: Place, pictures: [Picture] = []) {
        self.place = place
        self.parts = parts
        self.pictures = pictures
        attributes = Set(parts.flatMap(\.paths).map(\.root))
        roughSize = parts.reduce(0) { sum, part in
            if case .constant(let bytes) = part { sum + bytes.count } else { sum + 48 }
        }
    }

    /// A text without holes, taken as it is.
    package init(constant text: String, in place: Place) {
        self.init(text.isEmpty ? [] : [.constant(Array(text.utf8))], in: place)
    }

    /// All holes in the order of the text.
    package var holes: [Hole] { parts.flatMap(\.holes) }

    /// The hole when the template is exactly one placeholder, so that its value can be taken instead of its text.
    package var soleHole: Hole? {
        guard parts.count == 1, case .hole(let hole) = parts[0] else { return nil }
        return hole
    }

    /// The text when the template has no holes.
    package var constant: String? {
        switch parts.first {
        case nil: ""
        case .constant(let bytes) where parts.count == 1: String(decoding: bytes, as: UTF8.self)
        default: nil
        }
    }

    /// Appends the text to a buffer, with the values of a record of the schema that the template was read for.
    ///
    /// Throws the first value that is blank without a fallback or doesn't fit its place; the buffer then ends in the middle.
    package func fill(_ record: Record, as writing: Writing, into buffer: inout [UInt8]) throws(Mismatch) {
        var filling = Filling(record, as: writing)
        for part in parts { try part.fill(&filling, into: &buffer) }
    }

    /// The filled text in UTF-8.
    package func bytes(_ record: Record, as writing: Writing) throws(Mismatch) -> [UInt8] {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(roughSize)
        try fill(record, as: writing, into: &buffer)
        return buffer
    }

    /// The filled text, for short ones.
    package func text(_ record: Record, as writing: Writing) throws(Mismatch) -> String {
        String(decoding: try bytes(record, as: writing), as: UTF8.self)
    }

    /// Everything that filling would refuse, so that all of it is reported at once.
    package func mismatches(_ record: Record, as writing: Writing) -> [Mismatch] {
        var filling = Filling(record, as: writing, isCollecting: true)
        var scratch: [UInt8] = []
        do throws(Mismatch) {
            for part in parts { try part.fill(&filling, into: &scratch) }
        } catch {
            return filling.mismatches + [error]
        }
        return filling.mismatches
    }
}

extension Template.Part {
    var holes: [Hole] {
        switch self {
        case .constant: []
        case .hole(let hole): [hole]
        case .section(_, let parts): parts.flatMap(\.holes)
        case .flow(let flow): flow.steps.flatMap(\.holes)
        }
    }

    /// The paths of holes and sections.
    var paths: [Path] {
        switch self {
        case .constant: []
        case .hole(let hole): [hole.path]
        case .section(let section, let parts): [section.path] + parts.flatMap(\.paths)
        case .flow(let flow): flow.steps.flatMap(\.paths)
        }
    }

    func fill(_ filling: inout Filling, into buffer: inout [UInt8]) throws(Mismatch) {
        switch self {
        case .constant(let bytes): buffer.append(contentsOf: bytes)
        case .hole(let hole): try hole.fill(&filling, into: &buffer)
        case .section(let section, let parts):
            try filling.go(through: section) { (filling) throws(Mismatch) in
                try Self.checkSize(buffer, at: section, filling)
                for part in parts { try part.fill(&filling, into: &buffer) }
            }
        case .flow(let flow): try flow.fill(&filling, into: &buffer)
        }
    }

    /// Sections within sections over long arrays could fill any memory.
    static func checkSize(_ buffer: [UInt8], at section: Section, _ filling: borrowing Filling) throws(Mismatch) {
        guard buffer.count > Template.Limit.filled else { return }
        throw Mismatch(
            filling.pointer(to: section.path), expected: "a text of at most \(Template.Limit.filled) bytes",
            found: "a longer one")
    }
}

extension [Template.Part] {
    /// The same parts with neighbouring constants made one.
    var joined: [Template.Part] {
        var result: [Template.Part] = []
        var constant: [UInt8] = []
        for part in self {
            if case .constant(let bytes) = part {
                constant.append(contentsOf: bytes)
            } else {
                if !constant.isEmpty { result.append(.constant(constant)) }
                constant = []
                result.append(part)
            }
        }
        if !constant.isEmpty { result.append(.constant(constant)) }
        return result
    }
}
