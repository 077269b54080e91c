internal import Attributes
internal import MIME

/// Changes single fields of a letter's bytes without touching the rest.
enum LetterHeader {
    /// The letter without a field.
    static func removing(_ name: String, from letter: [UInt8]) -> [UInt8] {
        var kept: [UInt8] = []
        kept.reserveCapacity(letter.count)
        var isDropped = false
        var position = 0
        while position < letter.count {
            let end = letter[position...].firstIndex(of: 0x0A).map { $0 + 1 } ?? letter.count
            let line = letter[position..<end]
            if line.first == 0x0D || line.first == 0x0A { break }
            if line.first != 0x20, line.first != 0x09 {
                let field = String(decoding: line.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
                isDropped = field.lowercased() == name.lowercased()
            }
            if !isDropped { kept += line }
            position = end
        }
        return kept + letter[position...]
    }

    /// The letter with a field before all others; the text is ASCII without line ends.
    static func adding(_ name: String, _ value: String, to letter: [UInt8]) -> [UInt8] {
        Array("\(name): \(value)\r\n".utf8) + letter
    }

    static func adding(_ name: String, _ mailboxes: [Mailbox], to letter: [UInt8]) -> [UInt8] {
        let plain = mailboxes.map(\.address).filter { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
        return plain.isEmpty ? letter : adding(name, plain.joined(separator: ",\r\n "), to: letter)
    }

    /// With CRLF at the end of each line.
    static func withLineEnds(_ letter: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(letter.count + letter.count / 32)
        for (position, byte) in letter.enumerated() {
            if byte == 0x0A, position == 0 || letter[position - 1] != 0x0D { bytes.append(0x0D) }
            bytes.append(byte)
        }
        return bytes
    }
}
