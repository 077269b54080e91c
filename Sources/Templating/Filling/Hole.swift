package import Attributes

/// A placeholder that was read and checked: which value it takes, and how that becomes bytes.
///
/// A class, because a filled letter visits each hole, and passing a struct of so many parts costs more than filling it.
package final class Hole: Sendable {
    package let path: Path
    /// The type of the value, or of its items.
    package let type: AttributeType
    package let isArray: Bool
    /// Whether the data may leave it out.
    package let isOptional: Bool
    /// What stands for a blank, unescaped; `nil` when the placeholder has none.
    package let fallback: String?
    /// As the template writes its placeholders, for messages.
    let brackets: Brackets
    let format: Format
    let escape: Escape
    /// In a list place a blank contributes nothing; elsewhere it is a mismatch.
    let dropsBlank: Bool
    private let fallbackBytes: [UInt8]?

    init(
        path: Path, type: AttributeType, isArray: Bool, isOptional: Bool, fallback: String?, brackets: Brackets,
        format: Format, escape: Escape, dropsBlank: Bool
    ) {
        self.path = path
        self.type = type
        self.isArray = isArray
        self.isOptional = isOptional
        self.fallback = fallback
        self.brackets = brackets
        self.format = format
        self.escape = escape
        self.dropsBlank = dropsBlank
        fallbackBytes = fallback.map { escape.escaped($0) }
    }

    /// The same hole in another place.
    func escaped(_ escape: Escape, as format: Format? = nil) -> Hole {
        Hole(
            path: path, type: type, isArray: isArray, isOptional: isOptional, fallback: fallback, brackets: brackets,
            format: format ?? self.format, escape: escape, dropsBlank: dropsBlank)
    }

    /// The value itself, for places that need more than its text: attachments, accounts, the start of a meeting.
    package func value(in record: Record) -> Value { path.value(in: record) }

    func fill(_ filling: inout Filling, into buffer: inout [UInt8]) throws(Mismatch) {
        let value = path.value(in: filling)
        if Self.isBlank(value) {
            if let fallbackBytes {
                buffer.append(contentsOf: fallbackBytes)
            } else if !dropsBlank {
                try filling.refuse(blank(value, filling))
            }
            return
        }
        let mark = buffer.count
        do throws(Escape.Refusal) {
            if case .string(let text) = value {
                try escape.append(text, to: &buffer)
            } else {
                format.write(value, as: filling.writing, into: &buffer)
                try escape.apply(to: &buffer, from: mark)
            }
        } catch {
            var text: [UInt8] = []
            format.write(value, as: filling.writing, into: &text)
            buffer.removeSubrange(mark...)
            try filling.refuse(
                Mismatch(
                    filling.pointer(to: path), expected: error.expected,
                    found: error.found(String(decoding: text, as: UTF8.self))))
        }
    }

    /// A list of nothing but blanks is blank too: its text would be.
    private static func isBlank(_ value: Value) -> Bool {
        if case .list(let items) = value { return items.allSatisfy(\.isBlank) }
        return value.isBlank
    }

    private func blank(_ value: Value, _ filling: borrowing Filling) -> Mismatch {
        let found =
            switch value {
            case .string: "a blank text"
            case .list(let items): items.isEmpty ? "an empty array" : "an array of blanks"
            default: "nothing"
            }
        return Mismatch(
            filling.pointer(to: path), expected: "a value that is not blank", found: found,
            help: "the template shows \(brackets.around(path.text)): "
                + "write \(brackets.around("\(path.text)|")) there if it may be blank")
    }
}
