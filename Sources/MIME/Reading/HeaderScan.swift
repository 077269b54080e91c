/// Looks for single fields in a letter's bytes without reading the letter.
package enum HeaderScan {
    /// How far is looked: what is further down is not found.
    package static let reach = 256 << 10

    /// The letter's Message-ID with its angle brackets, the same as ``LetterReader`` finds.
    ///
    /// - Returns: `nil` when the header has none.
    package static func messageID(in bytes: [UInt8]) -> String? {
        var flaws = Flaws()
        return messageID(in: LetterSource.mended(bytes, &flaws), from: 0)
    }

    /// The Message-ID of a letter that begins there.
    static func messageID(in bytes: [UInt8], from start: Int) -> String? {
        var position = start
        if bytes[start...].starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
        // Blank lines before the header.
        while position < bytes.count, position - start < 64, bytes[position] == 0x0A || bytes[position] == 0x0D {
            position += 1
        }
        var found: Range<Int>?
        while position < bytes.count, position - start < reach {
            let line = LetterLine(bytes, at: position)
            if let range = found {
                guard !line.isBlank, bytes[position] == 0x20 || bytes[position] == 0x09 else { break }
                found = range.lowerBound..<line.end
            } else {
                if line.isBlank { break }
                if bytes[position] | 0x20 == UInt8(ascii: "m"), let value = value(bytes, line) {
                    found = value..<line.end
                }
            }
            position = line.next
        }
        return found.flatMap { id(bytes, $0) }
    }

    /// The id in a field's value.
    static func id(_ bytes: [UInt8], _ value: Range<Int>) -> String? {
        guard value.count <= reach else { return nil }
        return MessageIDs.all(in: FieldText.unfolded(bytes, value)[...], isSingle: true).first
    }

    /// Where the value begins, if the line is a Message-ID.
    private static func value(_ bytes: [UInt8], _ line: LetterLine) -> Int? {
        let name = line.start..<min(line.start + 10, line.end)
        guard FieldName(bytes, name) == .messageID else { return nil }
        var position = name.upperBound
        while position < line.end, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        return position < line.end && bytes[position] == 0x3A ? position + 1 : nil
    }
}
