internal import Glibc
internal import Wire

/// One response as it came: its text, and the literals in it.
///
///     * 12 FETCH (UID 42 BODY[] {8192}      → text `* 12 FETCH (UID 42 BODY[] {8192})`
///     …8192 bytes…)                           and one literal that belongs behind the `}`
struct IMAPLine: Equatable {
    struct Literal: Equatable {
        /// Where its `{8192}` ends in the text.
        var end: Int
        /// `nil` for one with too many bytes.
        var bytes: [UInt8]?
        var size: Int
    }

    var text: [UInt8]
    var literals: [Literal] = []
}

/// Cuts what a server says into responses, whatever pieces it comes in.
struct IMAPParser {
    /// What the server said that is no IMAP, or more than we hold.
    struct Violation: Error, Equatable {
        let text: String
    }

    private var line = IMAPLine(text: [])
    /// Where the part of the text begins that has come since the last literal.
    private var start = 0
    /// Bytes of the response's literals that are kept.
    private var kept = 0
    /// Bytes of a literal that are still to come; `nil` outside of one.
    private var rest: Int?

    /// - Parameters:
    ///   - bytes: What came, from anywhere to anywhere.
    ///   - each: Called with each response that is whole.
    /// - Throws: When it makes no sense to read on.
    mutating func consume(
        _ bytes: UnsafeRawBufferPointer, _ each: (IMAPLine) throws(Violation) -> Void
    ) throws(Violation) {
        var place = 0
        while place < bytes.count {
            if let rest {
                let count = min(rest, bytes.count - place)
                let index = line.literals.count - 1
                let piece = UnsafeRawBufferPointer(rebasing: bytes[place..<(place + count)])
                line.literals[index].bytes?.append(contentsOf: piece)
                place += count
                self.rest = rest == count ? nil : rest - count
                continue
            }
            let left = UnsafeRawBufferPointer(rebasing: bytes[place...])
            let end = left.baseAddress.flatMap { base in memchr(base, 0x0A, left.count).map { base.distance(to: $0) } }
            let count = end ?? left.count
            guard line.text.count + count <= IMAPLimits.response else {
                throw Violation(text: "a response has more than \(IMAPLimits.response) bytes")
            }
            line.text.append(contentsOf: UnsafeRawBufferPointer(rebasing: left[..<count]))
            guard end != nil else { return }
            place += count + 1
            // QUIRK: some servers end lines with a bare LF.
            if line.text.last == 0x0D { line.text.removeLast() }
            if let size = try literalSize() {
                try begin(size)
            } else {
                let whole = line
                line = IMAPLine(text: [])
                start = 0
                kept = 0
                try each(whole)
            }
        }
    }

    private mutating func begin(_ size: Int) throws(Violation) {
        guard line.literals.count < IMAPLimits.literals else {
            throw Violation(text: "a response has more than \(IMAPLimits.literals) literals")
        }
        var bytes: [UInt8]?
        if kept + size <= IMAPLimits.literal {
            kept += size
            bytes = []
            bytes?.reserveCapacity(size)
        }
        line.literals.append(IMAPLine.Literal(end: line.text.count, bytes: bytes, size: size))
        start = line.text.count
        rest = size == 0 ? nil : size
    }

    /// What `{42}` at the text's end says; a `~` before it and a `+` in it change nothing for us.
    private func literalSize() throws(Violation) -> Int? {
        guard line.text.count > start, line.text.last == UInt8(ascii: "}") else { return nil }
        var digits = line.text[start...].dropLast()
        if digits.last == UInt8(ascii: "+") { digits = digits.dropLast() }
        let number = digits.reversed().prefix { (0x30...0x39).contains($0) }
        digits = digits.dropLast(number.count)
        guard !number.isEmpty, digits.last == UInt8(ascii: "{"), !isWords else { return nil }
        guard number.count <= IMAPLimits.sizeDigits else {
            throw Violation(text: "a literal is larger than any letter")
        }
        return number.reversed().reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// Whether the response is for people and ends with its line, whatever that ends with.
    private var isWords: Bool {
        guard line.literals.isEmpty else { return false }
        if line.text.first == UInt8(ascii: "+") { return true }
        let words = line.text.prefix(64).split(separator: 0x20, maxSplits: 2)
        guard words.count > 1 else { return false }
        return IMAPStatus.Condition(rawValue: String(decoding: words[1], as: UTF8.self).uppercased()) != nil
    }
}
