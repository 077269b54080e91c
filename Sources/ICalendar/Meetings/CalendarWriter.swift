internal import MIME

/// Writes calendar lines: folded, escaped, and each value kept on its own line.
struct CalendarWriter {
    /// RFC 5545 §3.1: octets of a line without its end.
    static let lineLimit = 75

    private(set) var bytes: [UInt8] = []
    private(set) var flaws: [ComposeProblem.Flaw] = []
    /// Where in `bytes` the current line begins.
    private var lineStart = 0

    mutating func report(_ field: String, _ problem: String, remedy: String) {
        flaws.append(ComposeProblem.Flaw(field: field, problem: problem, remedy: remedy))
    }

    /// Writes a line of our own making.
    mutating func line(_ text: String) {
        write(text)
        endLine()
    }

    /// Writes a property of the type TEXT: RFC 5545 §3.3.11.
    mutating func text(_ name: StaticString, _ value: String, as field: String) {
        write(name)
        bytes.append(UInt8(ascii: ":"))
        var value = value
        let isWhole = value.withUTF8 { escape($0) }
        if !isWhole { _ = permits(value, as: field) }
        endLine()
    }

    /// A person's name as a parameter: `;CN="…"` with RFC 6868's escapes; blank for a blank name.
    ///
    /// QUIRK: no escape begins with a backslash there, but libical takes `\"` for one and loses the address behind it, and
    /// Python's icalendar takes `\n` for a line end. A wide backslash looks the same to people.
    mutating func commonName(_ name: String?, as field: String) -> String {
        guard let name, !name.unicodeScalars.allSatisfy(\.properties.isWhitespace) else { return "" }
        guard permits(name, as: field) else { return "" }
        let needsEscape = name.hasSuspect(or: {
            $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        })
        guard needsEscape else { return ";CN=\"\(name)\"" }
        var escaped = ""
        for scalar in name.unified {
            switch scalar {
            case "^": escaped += "^^"
            case "\"": escaped += "^'"
            case "\\": escaped += "\u{FF3C}"
            case "\n": escaped += "^n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return ";CN=\"\(escaped)\""
    }

    /// Whether a value holds no control characters but tabs and line ends; others are reported.
    mutating func permits(_ value: String, as field: String) -> Bool {
        guard value.hasSuspect(or: { _ in false }), let odd = value.unicodeScalars.first(where: \.isForbidden)
        else { return true }
        let digits = String(odd.value, radix: 16, uppercase: true)
        report(
            field, "the control character U+\(String(repeating: "0", count: 4 - digits.count))\(digits) stands in it",
            remedy: "take it out of the value")
        return false
    }

    /// - Throws: What has been reported.
    consuming func finish() throws(ComposeProblem) -> [UInt8] {
        guard flaws.isEmpty else { throw ComposeProblem(flaws: flaws) }
        return bytes
    }

    private mutating func write(_ words: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: words.utf8Start, count: words.utf8CodeUnitCount))
    }

    private mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Writes a text with its escapes.
    ///
    /// - Returns: Whether it holds no forbidden character; it is cut before the first.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var position = 0
        var written = 0
        while position < text.count {
            guard let escape = TextEscape(text, at: position) else {
                position += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[written..<position]))
            written = position
            switch escape {
            case .escaped:
                bytes.append(UInt8(ascii: "\\"))
                position += 1
            case .lineEnd(let width):
                write("\\n")
                position += width
                written = position
            case .forbidden: return false
            }
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[written...]))
        return true
    }

    /// Ends the line, and breaks it where it is too long, never within a character.
    private mutating func endLine() {
        if bytes.count - lineStart > Self.lineLimit { fold(Array(bytes[lineStart...])) }
        write("\r\n")
        lineStart = bytes.count
    }

    private mutating func fold(_ line: [UInt8]) {
        bytes.removeSubrange(lineStart...)
        bytes.reserveCapacity(bytes.count + line.count + line.count / 24)
        var start = 0
        // The space that begins a further line counts.
        var room = Self.lineLimit
        line.withUnsafeBufferPointer { line in
            while line.count - start > room {
                var end = start + room
                while line[end] & 0xC0 == 0x80 { end -= 1 }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: line[start..<end]))
                write("\r\n ")
                start = end
                room = Self.lineLimit - 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: line[start...]))
        }
    }
}

extension String {
    /// Whether it has a control character or a line end perhaps, judged by first bytes in UTF-8, or else a byte that is odd.
    @inline(__always)
    fileprivate func hasSuspect(or isOdd: (UInt8) -> Bool) -> Bool {
        var copy = self
        return copy.withUTF8 { bytes in
            for byte in bytes where byte < 0x20 || byte == 0x7F || byte == 0xC2 || byte == 0xE2 || isOdd(byte) {
                return true
            }
            return false
        }
    }

    /// Its scalars with a line feed for each line end.
    ///
    /// NEL and Unicode's separators count as line ends: readers that split at them must not find a line there.
    fileprivate var unified: [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(utf8.count)
        var previous: Unicode.Scalar = " "
        for scalar in unicodeScalars {
            switch scalar {
            case "\n" where previous == "\r": break
            case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": scalars.append("\n")
            default: scalars.append(scalar)
            }
            previous = scalar
        }
        return scalars
    }
}

extension Unicode.Scalar {
    /// RFC 5545 §3.1 `CONTROL`, and the controls beyond ASCII.
    fileprivate var isForbidden: Bool {
        switch self {
        case "\t", "\n", "\r", "\u{85}": false
        default: value < 0x20 || (0x7F...0x9F).contains(value)
        }
    }
}
