internal import Wire

/// An address as it stands between the angle brackets of MAIL and RCPT.
struct SMTPAddress: Hashable {
    /// The domain in ASCII where that makes the whole address ASCII.
    let wire: [UInt8]
    /// Whether only a server with SMTPUTF8 (RFC 6531) can take it.
    let needsUTF8: Bool

    /// In bytes; RFC 5321 section 4.5.3.1 allows 64 for the local part and 255 for the domain.
    static let limit = 320

    /// - Throws: `Problem`, for what could be read as something else than an address.
    init(_ address: String) throws(Problem) {
        guard address.utf8.count <= Self.limit else { throw Problem(text: "it has more than \(Self.limit) bytes") }
        for scalar in address.unicodeScalars {
            switch scalar {
            case " ", "\u{A0}", "\u{3000}": throw Problem(text: "it holds a space")
            case "<", ">": throw Problem(text: "it holds '\(scalar)'")
            case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}"..."\u{2029}":
                throw Problem(text: "it holds a line break or another control character")
            default: continue
            }
        }
        guard let at = address.lastIndex(of: "@"), at > address.startIndex, address.index(after: at) < address.endIndex
        else { throw Problem(text: "it is not of the form name@domain") }
        let name = address[..<at]
        let domain = String(address[address.index(after: at)...])
        if name.utf8.allSatisfy({ $0 < 0x80 }), let ascii = DomainName.ascii(domain) {
            wire = Array("\(name)@\(ascii)".utf8)
            needsUTF8 = false
        } else {
            wire = Array(address.utf8)
            needsUTF8 = !wire.allSatisfy { $0 < 0x80 }
        }
    }

    struct Problem: Error, Equatable {
        let text: String
    }
}
