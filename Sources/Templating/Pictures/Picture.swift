package import Diagnostics

/// The address of a picture as an HTML text gives it: `<img src="files/logo.png">`, `<img src="cid:logo">`.
package struct Picture: Sendable {
    package enum Address: Hashable, Sendable {
        /// A relative path: a file of the workspace.
        case file(String)
        /// A part of the letter.
        case contentID(String)
    }

    package let address: Address
    let whole: PlacedText
    /// Of the address as it is written.
    let place: Range<Int>
    /// In the constant bytes of the template, all counted.
    let range: Range<Int>

    /// The address as it is written, for pointing at it.
    package var text: PlacedText { whole.slice(place) }
}

extension Picture.Address {
    /// What an address is that stands in a text; `nil` for one that is none of router's business, such as `https:`.
    init?(_ text: String) throws(Misplaced) {
        let head = text.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let colon = head.firstIndex(of: ":") else {
            if text.isEmpty || text.hasPrefix("#") || text.hasPrefix("?") || text.hasPrefix("//") { return nil }
            if text.hasPrefix("/") { throw Misplaced() }
            self = .file(Self.decoded(text))
            return
        }
        switch head[..<colon].lowercased() {
        case "cid": self = .contentID(Self.decoded(String(text[text.index(after: colon)...])))
        case "file": throw Misplaced()
        // A drive: C:\Pictures\logo.png
        case let scheme where scheme.count == 1: throw Misplaced()
        default: return nil
        }
    }

    /// The address leads to nothing that a reader of the letter has.
    struct Misplaced: Error {}

    /// Without percent-encoding, where that gives a text.
    private static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "%"), at + 2 < bytes.count,
                let byte = UInt8(String(decoding: bytes[at + 1...at + 2], as: UTF8.self), radix: 16)
            {
                result.append(byte)
                at += 3
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return String(validating: result, as: UTF8.self) ?? text
    }
}
