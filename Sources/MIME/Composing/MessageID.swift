package import Attributes

/// Message-IDs, by which mail servers and threads know a letter: RFC 5322 §3.6.4.
package enum MessageID {
    /// The longest that fits on a line with its field's name.
    private static let longest = 900

    /// A letter's id in the domain of its sender: `<0198c2f0-3f6a-7c21-9d5e-0b1f2a3c4d5e@example.com>`.
    package static func text(id: String, sender: EmailAddress) -> String {
        "<\(id)@\(sender.domain)>"
    }

    /// Angle brackets around printable ASCII with one @ between two halves.
    static func isWellFormed(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard (5...longest).contains(bytes.count), bytes[0] == UInt8(ascii: "<"),
                bytes[bytes.count - 1] == UInt8(ascii: ">")
            else { return false }
            var ats = 0
            for position in 1..<bytes.count - 1 {
                switch bytes[position] {
                case UInt8(ascii: "@"):
                    ats += 1
                    if position == 1 || position == bytes.count - 2 { return false }
                case UInt8(ascii: "<"), UInt8(ascii: ">"): return false
                case 0x21...0x7E: break
                default: return false
                }
            }
            return ats == 1
        }
    }
}
