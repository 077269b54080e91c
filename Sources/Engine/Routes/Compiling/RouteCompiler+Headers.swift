import Diagnostics
import Settings
import Templating

extension Diagnostic.Code {
    static let badHeader = Self(rawValue: "bad-header")
}

extension RouteCompiler {
    /// Fields that have keys of their own.
    private static let keys = [
        "from": "from", "to": "to", "cc": "cc", "bcc": "bcc", "subject": "subject", "reply-to": "reply-to",
    ]
    /// Fields that only the composer may write, beside all that begin with `Content-`.
    private static let composed: Set = ["date", "message-id", "mime-version"]

    mutating func compileHeaders(_ email: Reading) -> [HeaderTemplate] {
        (email.find(EmailSetting.headers) ?? nil)?.entries.compactMap { compileHeader($0) } ?? []
    }

    private mutating func compileHeader(_ entry: Keyed<OneOrMany<PlacedText>>.Entry) -> HeaderTemplate? {
        let name = entry.key.text
        let lowercased = name.lowercased()
        if let key = Self.keys[lowercased] {
            report(
                .badHeader, entry.key.placed, "the field '\(name)' can't be set here", "use the key '\(key):' of email")
            return nil
        }
        if Self.composed.contains(lowercased) || lowercased.hasPrefix("content-") {
            report(.badHeader, entry.key.placed, "the field '\(name)' can't be set here", "router writes it itself")
            return nil
        }
        // RFC 5322 §3.6.8: printable US-ASCII without the colon.
        guard !name.isEmpty, name.utf8.allSatisfy({ (33...126).contains($0) && $0 != UInt8(ascii: ":") }) else {
            report(
                .badHeader, entry.key.placed, "'\(name)' can't name a header field", "use Latin letters, digits and '-'"
            )
            return nil
        }
        let values = entry.value.items.compactMap { text -> Template? in
            // In a list, a blank value is left out; a field of its own needs one.
            let isList = entry.value.isList || quietly(text)?.soleHole?.isArray == true
            return read(text, isList ? .list : .header)
        }
        return HeaderTemplate(name: name, values: values)
    }
}
