/// A media type of a header, such as `multipart/form-data; boundary=x`.
struct MediaType: Hashable, Sendable {
    /// In lower case.
    var name: String
    /// In their order; names in lower case.
    var parameters: [String: String]

    /// A form without files.
    static let plainForm = "application/x-www-form-urlencoded"

    /// - Returns: `nil` when the text is none.
    init?(_ text: String) {
        var parts = HeaderWords.split(text, at: ";")[...]
        let type = parts.popFirst().map(HeaderWords.trimmed)?.lowercased() ?? ""
        let halves = type.split(separator: "/", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(HeaderWords.isToken) }) else {
            return nil
        }
        name = type
        parameters = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            parameters[HeaderWords.trimmed(String(pair[0])).lowercased()] = HeaderWords.unquoted(String(pair[1]))
        }
    }

    /// Whether a header `Accept` takes one of some types; without the header all are taken.
    static func accepts(_ header: String?, oneOf types: [String]) -> Bool {
        guard let header, !HeaderWords.trimmed(header).isEmpty else { return true }
        for range in HeaderWords.split(header, at: ",") {
            guard let wanted = MediaType(range) else { continue }
            if let quality = wanted.parameters["q"], Double(quality) == 0 { continue }
            if wanted.name == "*/*" { return true }
            for type in types {
                let plain = type.split(separator: ";").first.map(String.init) ?? type
                if wanted.name == plain { return true }
                if wanted.name.hasSuffix("/*"), plain.hasPrefix(wanted.name.dropLast()) { return true }
            }
        }
        return false
    }
}

/// The grammar of header values (RFC 9110 section 5.6).
enum HeaderWords {
    /// Splits at a character, but not within quotes.
    static func split(_ text: String, at separator: Character) -> [String] {
        var parts = [""]
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if character == separator, !isQuoted {
                parts.append("")
                continue
            }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            isEscaped = isQuoted && character == "\\" && !isEscaped
            parts[parts.count - 1].append(character)
        }
        return parts
    }

    static func trimmed(_ text: String) -> String {
        var rest = text[...]
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        return String(rest)
    }

    /// A token, or what stands in a quoted string.
    static func unquoted(_ text: String) -> String {
        let text = trimmed(text)
        guard text.hasPrefix("\""), text.hasSuffix("\""), text.count >= 2 else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
                continue
            }
            result.append(character)
            isEscaped = false
        }
        return result
    }

    static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
