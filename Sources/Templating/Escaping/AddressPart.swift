/// The part of a URL that a value stands in, which decides what of it is percent-encoded (RFC 3986, section 2).
enum AddressPart: Hashable, Sendable {
    /// The value begins the URL, so it is one: only what may not stand in any URL is encoded.
    case whole
    /// Between `//` and the next `/`.
    case authority
    /// Where a `:` or a `/` would begin a scheme or a host.
    case segment
    case path
    /// After `?` or `#`.
    case query

    /// The schemes that a value may begin a URL with, in words.
    static let knownSchemes = "http:, https:, mailto:, tel: or cid:"
    private static let schemes = ["http", "https", "mailto", "tel", "cid"]

    static func isKnown(scheme: String) -> Bool { schemes.contains(scheme) }

    /// Whether a URL begins with a scheme that opens pages, letters and calls, and never runs a script.
    static func hasKnownScheme(_ url: some Sequence<UInt8>) -> Bool {
        var scheme = ""
        for byte in url {
            switch byte {
            case UInt8(ascii: ":"): return isKnown(scheme: scheme)
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): scheme.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
            case UInt8(ascii: "a")...UInt8(ascii: "z") where scheme.utf8.count < 8:
                scheme.unicodeScalars.append(Unicode.Scalar(byte))
            default: return false
            }
        }
        return false
    }

    /// The bytes that stand in this part as they are.
    var kept: ByteSet {
        let unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        let further =
            switch self {
            case .whole: "!$&'()*+,;=:/@?#%[]"
            case .path: "!$&'()*+,;=:/@"
            case .authority: ":"
            case .segment, .query: ""
            }
        return ByteSet((unreserved + further).utf8)
    }

    static func encode(_ byte: UInt8, to buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "%"))
        buffer.append(hexDigit(byte >> 4))
        buffer.append(hexDigit(byte & 15))
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
}
