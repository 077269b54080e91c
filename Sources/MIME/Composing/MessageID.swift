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
        let utf8 = text.utf8
        guard utf8.count <= longest, utf8.first == UInt8(ascii: "<"), utf8.last == UInt8(ascii: ">") else {
            return false
        }
        let halves = utf8.dropFirst().dropLast()
            .split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        return halves.count == 2
            && halves.allSatisfy { half in
                !half.isEmpty
                    && half.allSatisfy {
                        (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">")
                    }
            }
    }
}
