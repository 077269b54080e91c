@_spi(_Unicode) internal import Swift

/// Names of domains and hosts, as the DNS knows them.
package enum DomainName {
    /// RFC 1035 section 2.3.4, in bytes.
    package static let longestLabel = 63
    package static let longest = 253

    /// The name in ASCII: labels with other letters become `xn--…` (RFC 5890, RFC 3492), as in `пример.рф` → `xn--e1afmkfd.xn--p1ai`.
    ///
    /// Such labels are lower-cased and composed first, as UTS 46 does; its rarer mappings are left to whoever typed the name. Labels
    /// in ASCII stay as they are, whatever stands in them.
    ///
    /// - Returns: `nil` when a label or the name is too long, or the name is blank.
    package static func ascii(_ name: some StringProtocol) -> String? {
        let labels = Self.labels(of: name)
        let written = labels.compactMap { Self.ascii(label: $0) }
        guard written.count == labels.count else { return nil }
        let ascii = written.joined(separator: ".")
        return ascii.isEmpty || ascii.utf8.count > longest ? nil : ascii
    }

    /// What stands between the dots; the full stops that an ideographic keyboard types are dots too (RFC 3490 section 3.1).
    static func labels(of name: some StringProtocol) -> [String.UnicodeScalarView] {
        name.unicodeScalars.split(omittingEmptySubsequences: false) {
            $0 == "." || $0 == "\u{3002}" || $0 == "\u{FF0E}" || $0 == "\u{FF61}"
        }.map { String.UnicodeScalarView($0) }
    }

    /// - Returns: `nil` when it is too long.
    static func ascii(label: String.UnicodeScalarView) -> String? {
        guard label.count <= longestLabel else { return nil }
        if label.allSatisfy(\.isASCII) { return String(label) }
        let mapped = Array(String(label).lowercased()._nfc)
        // A Kelvin sign is a plain k by now.
        let ascii =
            mapped.allSatisfy(\.isASCII)
            ? String(String.UnicodeScalarView(mapped)) : "xn--" + Punycode.encode(mapped)
        return ascii.utf8.count <= longestLabel ? ascii : nil
    }

    /// What may stand in a label: letters, digits, marks, `-`, the `_` of inner networks, joiners and emoji.
    static func permits(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_": return true
        case "\0"..."\u{7F}": return false
        default: break
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .decimalNumber:
            return true
        default:
            // Zero-width joiners, and the middle dots that Catalan, Hebrew and Japanese write: RFC 5892 appendix A.
            return [0x200C, 0x200D, 0xB7, 0x375, 0x5F3, 0x5F4, 0x30FB].contains(scalar.value)
                || scalar.properties.isEmoji
        }
    }
}
