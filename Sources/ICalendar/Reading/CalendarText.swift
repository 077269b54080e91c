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
        var open: [ArraySlice<UInt8>] = []
        var lines = 0
        var start: Int?
        var position = 0
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            defer { position += line.count + 1 }
            lines += 1
            guard lines <= mostLines else { throw UnreadableMeeting("the calendar has more than \(mostLines) lines") }
            if begins(line, "BEGIN:") {
                open.append(line)
                if start == nil { start = position }
            } else if begins(line, "END:") {
                _ = open.popLast()
            }
            guard open.count <= deepest else {
                throw UnreadableMeeting("the calendar's components lie more than \(deepest) deep in one another")
            }
        }
        guard let start else { throw UnreadableMeeting("the part is no calendar: nothing in it begins with BEGIN") }
        var prepared = Array(bytes[start...])
        // QUIRK: calendars that were cut; libical takes none without an end.
        for line in open.reversed() {
            prepared += "\nEND".utf8
            prepared += line.drop { $0 != UInt8(ascii: ":") }
        }
        return prepared
    }

    private static func begins(_ line: ArraySlice<UInt8>, _ word: StaticString) -> Bool {
        // libical passes over white space before a name.
        let line = line.drop { $0 <= 0x20 }
        guard line.count >= word.utf8CodeUnitCount else { return false }
        return zip(line, UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)).allSatisfy {
            $0 == $1 || (0x61...0x7A).contains($0) && $0 & 0xDF == $1
        }
    }
}
