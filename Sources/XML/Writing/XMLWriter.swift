internal import Attributes

/// Writes XML into one byte buffer.
///
///     var xml = XMLWriter()
///     xml.element("m:GetFolder") { xml in
///         xml.element("t:DistinguishedFolderId", ["Id": "inbox"])
///     }
///
/// Characters that XML 1.0 does not have become U+FFFD; a CR is written so that it survives.
package struct XMLWriter: Sendable {
    /// What was written so far, in UTF-8.
    package private(set) var bytes: [UInt8] = []

    package init() {}

    /// `<?xml version="1.0" encoding="utf-8"?>`.
    package mutating func declaration() {
        bytes += Array(#"<?xml version="1.0" encoding="utf-8"?>"#.utf8)
    }

    /// An element with what `body` writes in it.
    ///
    /// - Parameters:
    ///   - name: With its prefix; ours, and never what came from outside.
    ///   - attributes: In this order; namespaces too: `("xmlns:t", "…")`.
    ///   - body: Writes what stands in it.
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<String, String?> = [:], _ body: (inout XMLWriter) -> Void
    ) {
        begin(name.description, attributes)
        bytes.append(UInt8(ascii: ">"))
        body(&self)
        end(name.description)
    }

    /// An element without content.
    package mutating func element(_ name: StaticString, _ attributes: KeyValuePairs<String, String?> = [:]) {
        begin(name.description, attributes)
        bytes += Array("/>".utf8)
    }

    /// An element with text.
    package mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<String, String?> = [:], text content: String
    ) {
        element(name, attributes) { $0.text(content) }
    }

    /// An element whose name is chosen among known ones at run time.
    package mutating func element(
        named name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ body: (inout XMLWriter) -> Void
    ) {
        begin(name, attributes)
        bytes.append(UInt8(ascii: ">"))
        body(&self)
        end(name)
    }

    /// Text, escaped.
    package mutating func text(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { utf8 in
            utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x26 && $0 != 0x3C && $0 != 0x3E || $0 == 0x0A }
        }
        if isPlain { return bytes.append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars { add(scalar, inAttribute: false) }
    }

    /// Bytes as base64 without line ends; parts follow one another seamlessly when each but the last has a multiple of three bytes.
    package mutating func base64(_ content: [UInt8]) {
        bytes += Array(Base64.encode(content).utf8)
    }

    /// XML that another writer wrote.
    package mutating func raw(_ xml: [UInt8]) {
        bytes += xml
    }

    private mutating func begin(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        bytes.append(UInt8(ascii: "<"))
        bytes += Array(name.utf8)
        for (key, value) in attributes {
            guard let value else { continue }
            bytes.append(UInt8(ascii: " "))
            bytes += Array(key.utf8)
            bytes += Array("=\"".utf8)
            for scalar in value.unicodeScalars { add(scalar, inAttribute: true) }
            bytes.append(UInt8(ascii: "\""))
        }
    }

    private mutating func end(_ name: String) {
        bytes += Array("</".utf8)
        bytes += Array(name.utf8)
        bytes.append(UInt8(ascii: ">"))
    }

    private mutating func add(_ scalar: Unicode.Scalar, inAttribute: Bool) {
        switch scalar {
        case "&": bytes += Array("&amp;".utf8)
        case "<": bytes += Array("&lt;".utf8)
        case ">": bytes += Array("&gt;".utf8)
        case "\"" where inAttribute: bytes += Array("&quot;".utf8)
        case "\r": bytes += Array("&#13;".utf8)
        case "\n" where inAttribute: bytes += Array("&#10;".utf8)
        case "\t" where inAttribute: bytes += Array("&#9;".utf8)
        default:
            bytes += Array(UTF8.encode(Self.isLegal(scalar) ? scalar : "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// Whether XML 1.0 has such a character (section 2.2).
    package static func isLegal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
