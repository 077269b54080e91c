package import Attributes

/// A text with holes, compiled once into constant bytes and holes, and filled many times.
///
///     Встреча «<Title>» начнётся <Start:d MMMM в HH:mm>.
package struct Template: Sendable {
    enum Part: Sendable {
        case constant([UInt8])
        case hole(Hole)
        /// What follows a text in parentheses, and nothing at all when it is blank.
        case aside([Part])
    }

    package let place: Place
    let parts: [Part]
    /// The names of the attributes that the text uses, those of its holes' paths' roots.
    package let attributes: Set<String>

    init(_ parts: [Part], in place: Place) {
        self.place = place
        self.parts = parts
        attributes = Set(parts.flatMap(\.holes).map(\.path.root))
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

    /// The texts between the separators that stand in the template itself, without the spaces around each; blank ones are left out.
    ///
    /// A separator in a value separates nothing: `A; <Name>` has two texts whatever the name.
    package func split(on separator: UInt8 = UInt8(ascii: ";")) -> [Template] {
        var texts: [[Part]] = [[]]
        for part in parts {
            guard case .constant(let bytes) = part else {
                texts[texts.count - 1].append(part)
                continue
            }
            for (number, piece) in bytes.split(separator: separator, omittingEmptySubsequences: false).enumerated() {
                if number > 0 { texts.append([]) }
                if !piece.isEmpty { texts[texts.count - 1].append(.constant(Array(piece))) }
            }
        }
        return texts.map { Template($0.trimmed, in: place) }.filter { !$0.parts.isEmpty }
    }

    /// Appends the text to a buffer, with the values of a record of the schema that the template was read for.
    ///
    /// Throws the first value that is blank without a fallback or doesn't fit its place; the buffer then ends in the middle.
    package func fill(_ record: Record, as writing: Writing, into buffer: inout [UInt8]) throws(Mismatch) {
        for part in parts { try part.fill(record, as: writing, into: &buffer) }
    }

    /// The filled text, for places off the hot path.
    package func text(_ record: Record, as writing: Writing) throws(Mismatch) -> String {
        var buffer: [UInt8] = []
        try fill(record, as: writing, into: &buffer)
        return String(decoding: buffer, as: UTF8.self)
    }

    /// Everything that filling would refuse, so that all of it is reported at once.
    package func mismatches(_ record: Record, as writing: Writing) -> [Mismatch] {
        var found: [Mismatch] = []
        for hole in holes {
            var scratch: [UInt8] = []
            do throws(Mismatch) {
                try hole.fill(record, as: writing, into: &scratch)
            } catch {
                if !found.contains(error) { found.append(error) }
            }
        }
        return found
    }
}

extension Template.Part {
    var holes: [Hole] {
        switch self {
        case .constant: []
        case .hole(let hole): [hole]
        case .aside(let parts): parts.flatMap(\.holes)
        }
    }

    func fill(_ record: Record, as writing: Writing, into buffer: inout [UInt8]) throws(Mismatch) {
        switch self {
        case .constant(let bytes): buffer.append(contentsOf: bytes)
        case .hole(let hole): try hole.fill(record, as: writing, into: &buffer)
        case .aside(let parts):
            let start = buffer.count
            buffer.append(contentsOf: " (".utf8)
            let mark = buffer.count
            for part in parts { try part.fill(record, as: writing, into: &buffer) }
            if buffer.count == mark {
                buffer.removeSubrange(start...)
            } else {
                buffer.append(UInt8(ascii: ")"))
            }
        }
    }
}

extension [Template.Part] {
    /// The same parts without spaces at the beginning and at the end.
    fileprivate var trimmed: [Template.Part] {
        var parts = self
        if case .constant(let bytes) = parts.first {
            let rest = bytes.drop(while: \.isSpace)
            parts[0] = .constant([UInt8](rest))
            if rest.isEmpty { parts.removeFirst() }
        }
        if case .constant(var bytes) = parts.last {
            while let last = bytes.last, last.isSpace { bytes.removeLast() }
            parts[parts.count - 1] = .constant(bytes)
            if bytes.isEmpty { parts.removeLast() }
        }
        return parts
    }
}
