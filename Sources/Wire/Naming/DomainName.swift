/// Names of hosts, as the wire wants them.
package enum DomainName {
    /// The name in ASCII: labels with other letters become `xn--…` (RFC 5890, RFC 3492).
    ///
    /// Labels are lower-cased first, as UTS 46 does; rarer mappings of UTS 46 are left to whoever typed the name.
    ///
    /// - Returns: `nil` when a label has more than 63 characters, or the name more than 253, or is no name at all.
    package static func ascii(_ name: String) -> String? {
        // The full stops that an ideographic keyboard types count as dots (RFC 3490 section 3.1).
        let labels = name.unicodeScalars.split(omittingEmptySubsequences: false) {
            [".", "\u{3002}", "\u{FF0E}", "\u{FF61}"].contains($0)
        }
        var result: [String] = []
        for label in labels {
            let text = String(String.UnicodeScalarView(label))
            if text.utf8.allSatisfy({ $0 < 0x80 }) {
                guard text.utf8.count <= labelLimit else { return nil }
                result.append(text)
            } else {
                guard label.count <= labelLimit, let code = Punycode.encode(text.lowercased()),
                    code.utf8.count + 4 <= labelLimit
                else { return nil }
                result.append("xn--" + code)
            }
        }
        let ascii = result.joined(separator: ".")
        return ascii.isEmpty || ascii.utf8.count > nameLimit ? nil : ascii
    }

    /// RFC 1035 section 2.3.4.
    private static let labelLimit = 63
    private static let nameLimit = 253
}
