internal import MIME

/// Writes calendar lines: folded, escaped, and each value kept on its own line.
struct CalendarWriter {
    /// RFC 5545 §3.1: octets of a line without its end.
    static let lineLimit = 75

    private(set) var bytes: [UInt8] = []
    private(set) var flaws: [ComposeProblem.Flaw] = []

    mutating func report(_ field: String, _ problem: String, remedy: String) {
        flaws.append(ComposeProblem.Flaw(field: field, problem: problem, remedy: remedy))
    }

    /// Writes a line of our own making.
    mutating func line(_ text: String) {
        fold(Array(text.utf8))
    }

    /// Writes a property of the type TEXT: RFC 5545 §3.3.11.
    mutating func text(_ name: String, _ value: String, as field: String) {
        guard permits(value, as: field) else { return }
        var line = Array(name.utf8)
        line.reserveCapacity(name.utf8.count + value.utf8.count + 17)
        line.append(UInt8(ascii: ":"))
        var value = value
        value.withUTF8 { Self.escape($0, into: &line) }
        fold(line)
    }

    /// Line ends of every kind become `\n`: readers that split at NEL or Unicode's separators must not find a line there.
    private static func escape(_ value: UnsafeBufferPointer<UInt8>, into line: inout [UInt8]) {
        let end = [UInt8(ascii: "\\"), UInt8(ascii: "n")]
        var at = 0
        while at < value.count {
            let byte = value[at]
            var width = 1
            switch byte {
            case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","): line += [UInt8(ascii: "\\"), byte]
            case 0x0D:
                if at + 1 < value.count, value[at + 1] == 0x0A { width = 2 }
                line += end
            case 0x0A: line += end
            case 0xC2 where value[at + 1] == 0x85:
                width = 2
                line += end
            case 0xE2 where value[at + 1] == 0x80 && (value[at + 2] == 0xA8 || value[at + 2] == 0xA9):
                width = 3
                line += end
            default: line.append(byte)
            }
            at += width
        }
    }

    /// A person's name as a parameter: `;CN="…"` with RFC 6868's escapes; blank for a blank name.
    ///
    /// QUIRK: no escape begins with a backslash there, but libical takes `\"` for one and loses the address behind it, and
    /// Python's icalendar takes `\n` for a line end. A wide backslash looks the same to people.
    mutating func commonName(_ name: String?, as field: String) -> String {
        guard let name, !name.unicodeScalars.allSatisfy(\.properties.isWhitespace) else { return "" }
        guard permits(name, as: field) else { return "" }
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
        guard let odd = value.unicodeScalars.first(where: \.isForbidden) else { return true }
        let digits = String(odd.value, radix: 16, uppercase: true)
        report(
            field, "the control character U+\(String(repeating: "0", count: 4 - digits.count))\(digits) stands in it",
            remedy: "take it out of the value")
        return false
    }

    /// Writes a line and breaks it before it gets too long, never within a character.
    private mutating func fold(_ line: [UInt8]) {
        var start = 0
        // The space that begins a further line counts.
        var room = Self.lineLimit
        while line.count - start > room {
            var end = start + room
            while line[end] & 0xC0 == 0x80 { end -= 1 }
            bytes += line[start..<end]
            bytes += [0x0D, 0x0A, 0x20]
            start = end
            room = Self.lineLimit - 1
        }
        bytes += line[start...]
        bytes += [0x0D, 0x0A]
    }

    /// - Throws: What has been reported.
    consuming func finish() throws(ComposeProblem) -> [UInt8] {
        guard flaws.isEmpty else { throw ComposeProblem(flaws: flaws) }
        return bytes
    }
}

extension String {
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
