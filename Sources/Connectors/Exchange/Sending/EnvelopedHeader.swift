internal import Attributes
internal import MIME

/// A letter's header that says the same as its envelope, for systems that know no other.
struct EnvelopedHeader {
    /// All fields, each line ended; without the blank line behind them.
    let bytes: [UInt8]

    /// - Parameters:
    ///   - header: As it was composed.
    ///   - recipients: All whom the letter shall reach, and nobody else.
    init(_ header: ArraySlice<UInt8>, for recipients: [String]) {
        let read = (try? LetterReader.read(Array(header) + [0x0D, 0x0A])) ?? ReadLetter()
        let wanted = Set(recipients.map { $0.lowercased() })
        let seen = Set((read.to + read.cc).map { $0.address.lowercased() })
        var result = Self.ended(header)
        // Who is in the header only must not get it; the field is written anew without them.
        for (name, mailboxes) in [("To", read.to), ("Cc", read.cc)] {
            let fitting = mailboxes.filter { wanted.contains($0.address.lowercased()) }
            guard fitting.count < mailboxes.count else { continue }
            result = Self.without(name, result[...])
            result += Self.field(name, fitting.map(Self.written))
        }
        result = Self.without("Bcc", result[...])
        result += Self.field("Bcc", recipients.filter { !seen.contains($0.lowercased()) })
        bytes = result
    }

    /// One address a line; they were found free of line ends before.
    private static func field(_ name: String, _ entries: [String]) -> [UInt8] {
        guard !entries.isEmpty else { return [] }
        return Array("\(name): \(entries.joined(separator: ",\r\n "))\r\n".utf8)
    }

    private static func written(_ mailbox: Mailbox) -> String {
        guard let name = mailbox.name, !name.isEmpty else { return mailbox.address }
        return "\(encoded(name))\r\n <\(mailbox.address)>"
    }

    /// In encoded words (RFC 2047), each with whole characters.
    private static func encoded(_ name: String) -> String {
        var words: [String] = []
        var part = ""
        for character in name.unicodeScalars {
            if part.utf8.count > 40 {
                words.append(part)
                part = ""
            }
            part.unicodeScalars.append(character)
        }
        words.append(part)
        return words.map { "=?UTF-8?B?\(Base64.encode(Array($0.utf8)))?=" }.joined(separator: "\r\n ")
    }

    /// The lines of all other fields.
    private static func without(_ name: String, _ header: ArraySlice<UInt8>) -> [UInt8] {
        let start = Array("\(name.lowercased()):".utf8)
        var result: [UInt8] = []
        var isKept = true
        var rest = header
        while let end = rest.firstIndex(of: 0x0A) {
            let line = rest[...end]
            rest = rest[(end + 1)...]
            // A line that begins with white space belongs to the one before it.
            if line.first != 0x20, line.first != 0x09 {
                isKept = !line.prefix(start.count).map { $0 | 0x20 }.elementsEqual(start.map { $0 | 0x20 })
            }
            if isKept { result += line }
        }
        return result + (isKept ? rest : [])
    }

    /// Ends the last line.
    private static func ended(_ header: ArraySlice<UInt8>) -> [UInt8] {
        header.isEmpty || header.last == 0x0A ? Array(header) : Array(header) + [0x0D, 0x0A]
    }
}
