@_spi(_Unicode) internal import Swift

/// Domain names as mail servers and the DNS know them.
enum DomainName {
    private static let longestLabel = 63
    private static let longest = 253

    /// Checks a domain and writes labels beyond ASCII in punycode, as IDNA asks: `пример.рф` → `xn--e1afmkfd.xn--p1ai`.
    ///
    /// An address literal such as `[192.0.2.1]` stays as it is.
    ///
    /// Messages quote the whole `address`.
    static func ascii(_ domain: Substring, of address: String) throws(WireAddress.Problem) -> String {
        if domain.utf8.first == UInt8(ascii: "["), isLiteral(domain) { return String(domain) }
        if isPlain(domain) { return String(domain) }
        let mapped = String(domain.lowercased()._nfc.map { $0 == "。" || $0 == "．" ? "." : Character($0) })
        var labels: [String] = []
        for label in mapped.split(separator: ".", omittingEmptySubsequences: false) {
            let isASCII = label.utf8.allSatisfy { $0 < 0x80 }
            if let odd = label.unicodeScalars.first(where: { !$0.isLabelScalar }) {
                throw problem(address, "has \(odd.named) behind its @")
            }
            guard !label.isEmpty else { throw problem(address, "has an empty label behind its @") }
            guard label.utf8.first != UInt8(ascii: "-"), label.utf8.last != UInt8(ascii: "-") else {
                throw problem(address, "has a label that begins or ends with '-' behind its @")
            }
            guard label.unicodeScalars.count <= longestLabel else {
                throw problem(address, "has a label of more than \(longestLabel) characters behind its @")
            }
            let wire = isASCII ? String(label) : "xn--" + Punycode.encode(label.unicodeScalars)
            guard wire.utf8.count <= longestLabel else {
                throw problem(address, "has a label of more than \(longestLabel) characters behind its @")
            }
            labels.append(wire)
        }
        let ascii = labels.joined(separator: ".")
        guard ascii.utf8.count <= longest else { throw problem(address, "has a domain that is too long") }
        return ascii
    }

    private static func problem(_ address: String, _ problem: String) -> WireAddress.Problem {
        WireAddress.Problem(
            problem: "'\(WireAddress.shown(address))' \(problem)", remedy: "write it like name@example.com")
    }

    /// Labels of letters, digits, hyphens and underscores (which inner networks use), well-formed.
    private static func isPlain(_ domain: Substring) -> Bool {
        var length = 0
        var previous = UInt8(ascii: ".")
        for byte in domain.utf8 {
            switch byte {
            case UInt8(ascii: "."):
                guard length > 0, previous != UInt8(ascii: "-") else { return false }
                length = 0
            case UInt8(ascii: "-"):
                guard length > 0 else { return false }
                length += 1
            default:
                guard ByteClass.of(byte).contains(.alphanumeric) || byte == UInt8(ascii: "_") else { return false }
                length += 1
            }
            guard length <= longestLabel else { return false }
            previous = byte
        }
        return length > 0 && previous != UInt8(ascii: "-") && domain.utf8.count <= longest
    }

    /// RFC 5321 §4.1.3: `[192.0.2.1]`, `[IPv6:2001:db8::1]`.
    private static func isLiteral(_ domain: Substring) -> Bool {
        let inner = domain.utf8.dropFirst().dropLast()
        return domain.utf8.last == UInt8(ascii: "]") && !inner.isEmpty
            && inner.allSatisfy {
                ByteClass.of($0).contains(.alphanumeric) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
            }
    }
}

extension Unicode.Scalar {
    /// May stand in a label: letters, digits, marks, joiners, `-` and `_`.
    fileprivate var isLabelScalar: Bool {
        if isASCII {
            let byte = UInt8(truncatingIfNeeded: value)
            return ByteClass.of(byte).contains(.alphanumeric) || self == "-" || self == "_"
        }
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            return true
        default:
            // Zero-width joiners, and the middle dots that Catalan, Hebrew and Japanese write: RFC 5892 appendix A.
            return [0x200C, 0x200D, 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB].contains(value) || properties.isEmoji
        }
    }
}
