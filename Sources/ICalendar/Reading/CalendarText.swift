/// A calendar's text before libical sees it: within limits, and with what programs leave out.
enum CalendarText {
    /// An invitation with a thousand guests has some 200 KB.
    static let longest = 2 << 20
    static let mostLines = 50_000
    static let deepest = 10

    static func prepared(_ text: String) throws(UnreadableMeeting) -> [UInt8] {
        guard text.utf8.count <= longest else {
            throw UnreadableMeeting("the calendar has more than \(longest >> 20) MB")
        }
        var bytes = Array(text.utf8)
        if !bytes.contains(0x0A) { bytes = bytes.map { $0 == 0x0D ? 0x0A : $0 } }
        var prepared: [UInt8] = []
        prepared.reserveCapacity(bytes.count + 64)
        var open: [ArraySlice<UInt8>] = []
        var lines = 0
        for var line in Self.unfolded(bytes) {
            lines += 1
            guard lines <= mostLines else { throw UnreadableMeeting("the calendar has more than \(mostLines) lines") }
            let first = line.first.map { $0 | 0x20 }
            if first == UInt8(ascii: "b") || first == UInt8(ascii: "e") {
                while line.last == 0x20 || line.last == 0x09 { line.removeLast() }
            }
            switch Mark(line) {
            case .begin:
                open.append(line[...])
                guard open.count <= deepest else {
                    throw UnreadableMeeting("the calendar's components lie more than \(deepest) deep in one another")
                }
            case .end where !open.isEmpty: open.removeLast()
            case .none where !open.isEmpty: break
            // What stands before, between and behind; libical complains of an END there on the standard error.
            default: continue
            }
            prepared += line
            prepared.append(0x0A)
        }
        guard !prepared.isEmpty else {
            throw UnreadableMeeting("the part is no calendar: nothing in it begins with BEGIN")
        }
        // QUIRK: calendars that were cut; libical takes none without an end.
        for line in open.reversed() {
            prepared += "END".utf8
            prepared += line.drop { $0 != UInt8(ascii: ":") }
            prepared.append(0x0A)
        }
        return prepared
    }

    /// The lines as they are meant: what begins with white space belongs to the line before.
    private static func unfolded(_ bytes: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let end = line.last == 0x0D ? line.dropLast() : line
            if end.first == 0x20 || end.first == 0x09, !lines.isEmpty {
                lines[lines.count - 1] += end.dropFirst()
            } else {
                lines.append(Array(end))
            }
        }
        return lines
    }

    /// What a line does to the components.
    private enum Mark {
        case begin, end, none
        /// It may be one to libical, or not: it is left out.
        case unclear

        init(_ line: [UInt8]) {
            let name = line.prefix { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: ";") }
            let letters = name.filter { $0 > 0x20 && $0 < 0x7F }
            let isBegin = letters.elementsEqual("BEGIN".utf8, by: { $0 & 0xDF == $1 })
            guard isBegin || letters.elementsEqual("END".utf8, by: { $0 & 0xDF == $1 }) else {
                self = .none
                return
            }
            // A word, and nothing else.
            let value = line.dropFirst(name.count + 1)
            let isWord =
                !value.isEmpty
                && value.allSatisfy { byte in
                    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
                }
            let isPlain =
                letters.count == name.count && line.count > name.count && line[name.count] == UInt8(ascii: ":")
            self = isWord && isPlain ? isBegin ? .begin : .end : .unclear
        }
    }
}
