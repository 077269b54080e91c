internal import Diagnostics

extension Diagnostic.Code {
    static let badHeader = Self(rawValue: "bad-header")
}

/// Which headers a connection may have beside router's own.
enum HTTPHeaderRules {
    struct Problem {
        var words: String
        var help: String
    }

    /// Those that router or HTTP itself sets.
    private static let own: Set<String> = [
        "accept", "connection", "content-length", "content-type", "expect", "host", "idempotency-key", "keep-alive",
        "proxy-authorization", "te", "traceparent", "trailer", "transfer-encoding", "upgrade",
    ]

    /// Why a name can't be that of such a header.
    static func problem(of name: String, isLogin: Bool = false) -> Problem? {
        let lower = name.lowercased()
        guard !name.isEmpty, name.utf8.allSatisfy(isToken) else {
            return Problem(words: "this is not a header's name", help: "write it as X-Tenant: letters, digits and -")
        }
        if own.contains(lower) || lower.hasPrefix("router-") {
            return Problem(words: "'\(name)' is set by router itself", help: "delete it, or choose another name")
        }
        if lower == "authorization", !isLogin {
            return Problem(
                words: "'\(name)' is a login, which has a key of its own",
                help: "write auth: {type: bearer, token: \"${env:API_TOKEN}\"}, or another type of auth:")
        }
        return nil
    }

    /// RFC 9110 section 5.5, without line ends and other control characters.
    static func isValue(_ text: String) -> Bool {
        !text.utf8.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
    }

    /// RFC 9110 section 5.6.2.
    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
