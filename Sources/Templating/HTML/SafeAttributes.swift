/// The attributes of a tag that are let through.
struct SafeAttributes {
    private var found: [(name: String, value: String)] = []

    init(_ tag: HTMLTag, picture: (String) -> String?) {
        let own = SafeElements.attributes[tag.name] ?? []
        for attribute in tag.attributes
        where own.contains(attribute.name) || SafeElements.common.contains(attribute.name) {
            // Browsers take the first one.
            guard !has(attribute.name) else { continue }
            let value = Self.text(attribute.value)
            switch attribute.name {
            case "href": if let link = Self.link(value) { found.append(("href", link)) }
            case "src": if let address = Self.contentID(value).flatMap(picture) { found.append(("src", address)) }
            case "style":
                let style = SafeStyle.filtered(value)
                if !style.isEmpty { found.append(("style", style)) }
            default: found.append((attribute.name, value))
            }
        }
        if tag.name == "a", has("href") { found.append(("rel", "noopener noreferrer nofollow")) }
    }

    func has(_ name: String) -> Bool { found.contains { $0.name == name } }

    /// Each with a space before it.
    var written: [UInt8] {
        var bytes: [UInt8] = []
        for (name, value) in found {
            bytes += " \(name)=\"".utf8
            for byte in value.utf8 {
                switch byte {
                case UInt8(ascii: "&"): bytes += "&amp;".utf8
                case UInt8(ascii: "<"): bytes += "&lt;".utf8
                case UInt8(ascii: ">"): bytes += "&gt;".utf8
                case UInt8(ascii: "\""): bytes += "&quot;".utf8
                // Old browsers took it for a quote.
                case UInt8(ascii: "`"): bytes += "&#96;".utf8
                case 0..<0x20, 0x7F: bytes.append(0x20)
                default: bytes.append(byte)
                }
            }
            bytes.append(UInt8(ascii: "\""))
        }
        return bytes
    }

    private static func text(_ pieces: [HTMLTag.Piece]) -> String {
        var bytes: [UInt8] = []
        for case .bytes(let piece) in pieces { bytes += piece }
        return String(decoding: Entities.decoded(bytes, isAttribute: true), as: UTF8.self)
    }

    /// An address as browsers read it: without white space and controls in it that they pass over.
    private static func address(_ value: String) -> (scheme: String, address: String)? {
        let scalars = value.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F || $0 == " " }
        let address = String(String.UnicodeScalarView(scalars.drop { $0 == " " }))
        guard let colon = address.firstIndex(of: ":") else { return nil }
        let scheme = address[..<colon].lowercased()
        guard scheme.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E }) else {
            return nil
        }
        return (scheme, address)
    }

    private static func link(_ value: String) -> String? {
        guard let (scheme, address) = address(value), SafeElements.schemes.contains(scheme) else { return nil }
        return address
    }

    private static func contentID(_ value: String) -> String? {
        guard let (scheme, address) = address(value), scheme == "cid" else { return nil }
        return String(address.dropFirst(4))
    }
}

/// The declarations of a style that are let through.
enum SafeStyle {
    static func filtered(_ style: String) -> String {
        var declarations: [String] = []
        for declaration in style.utf8.split(separator: UInt8(ascii: ";")) {
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = trimmed(declaration[..<colon]).lowercased()
            let value = trimmed(declaration[declaration.index(after: colon)...])
            guard SafeElements.styles.contains(name), isHarmless(value) else { continue }
            declarations.append("\(name): \(value)")
        }
        return declarations.joined(separator: "; ")
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        let start = text.drop(while: \.isSpace)
        guard let end = start.lastIndex(where: { !$0.isSpace }) else { return "" }
        return String(Substring(start[...end]))
    }

    /// No escapes, no comments, and no functions but those of colours: nothing that could be an address.
    private static func isHarmless(_ value: String) -> Bool {
        guard value.utf8.count <= 1000, !value.isEmpty else { return false }
        let bytes = Array(value.lowercased().utf8)
        for (position, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x20, 0x80...: break
            case _ where "#%.,-+!'\")".utf8.contains(byte): break
            case UInt8(ascii: "("):
                var start = position
                while start > 0, bytes[start - 1].isLetter { start -= 1 }
                guard ["rgb", "rgba", "hsl", "hsla"].contains(String(decoding: bytes[start..<position], as: UTF8.self))
                else { return false }
            default: return false
            }
        }
        // Quotes that are not closed would swallow what follows.
        return bytes.count { $0 == UInt8(ascii: "\"") } % 2 == 0 && bytes.count { $0 == UInt8(ascii: "'") } % 2 == 0
    }
}
