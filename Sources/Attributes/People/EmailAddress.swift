/// The syntax of e-mail addresses: RFC 5321 section 4.1.2, with Unicode as RFC 6531 has it.
package enum EmailAddress {
    /// Bytes, RFC 5321 section 4.5.3.1: a path of 256 has its angle brackets too.
    package static let longest = 254
    package static let longestLocalPart = 64
    package static let longestDomain = 253
    package static let longestLabel = 63

    /// What is wrong with an address, as half a sentence that follows its name: `has no @`.
    ///
    /// - Returns: `nil` for an address that can be sent to.
    package static func problem(in address: String) -> String? {
        if address.isEmpty { return "is blank" }
        let bytes = Array(address.utf8)
        guard bytes.count <= longest else { return "has \(bytes.count) bytes, and an address has at most \(longest)" }
        if let problem = problemWithCharacters(address) { return problem }
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")) else { return "has no @" }
        let local = bytes[..<at]
        let domain = bytes[(at + 1)...]
        if let problem = bytes.first == UInt8(ascii: "\"") ? problem(inQuoted: local) : problem(inLocal: local) {
            return problem
        }
        return problem(inDomain: domain)
    }

    private static func problemWithCharacters(_ address: String) -> String? {
        for scalar in address.unicodeScalars {
            switch scalar {
            case "\r", "\n": return "has a line break in it"
            case "\0": return "has a NUL character in it"
            // Letters of some scripts are joined by these two.
            case "\u{200C}", "\u{200D}": continue
            default: break
            }
            switch scalar.properties.generalCategory {
            case .control: return "has a control character in it"
            case .format, .lineSeparator, .paragraphSeparator: return "has an invisible character in it"
            case .spaceSeparator where scalar != " ": return "has a space in it"
            default: break
            }
        }
        return nil
    }

    private static func problem(inLocal local: ArraySlice<UInt8>) -> String? {
        if local.isEmpty { return "has nothing before its @" }
        // The telling ones first: `Ivan <ivan@example.com>` has a space too.
        if let problem = problemWithSeveral(local) { return problem }
        for byte in local {
            switch Unicode.Scalar(byte) {
            case " ": return "has a space in it"
            case "@": return "has more than one @"
            case "(", ")", "[", "]", ":", "\\", "\"": return "has a '\(Unicode.Scalar(byte))' before its @"
            default: break
            }
        }
        return problem(withLengthOf: local) ?? problem(withDotsIn: local, place: "before its @")
    }

    /// A name with its address, or several addresses.
    private static func problemWithSeveral(_ part: ArraySlice<UInt8>) -> String? {
        if part.contains(UInt8(ascii: "<")) || part.contains(UInt8(ascii: ">")) {
            return "has angle brackets: only the address itself belongs here"
        }
        return part.first { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }.map {
            "has a '\(Unicode.Scalar($0))' in it: one address belongs here"
        }
    }

    /// `"John Doe"@example.com`: all but a bare quote may stand between the quotes.
    private static func problem(inQuoted local: ArraySlice<UInt8>) -> String? {
        guard local.count >= 2, local.last == UInt8(ascii: "\"") else {
            return "has a quote that is not closed before its @"
        }
        var isEscaped = false
        for byte in local.dropFirst().dropLast() {
            if !isEscaped, byte == UInt8(ascii: "\"") { return "has a '\"' between its quotes" }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return isEscaped ? "has a quote that is not closed before its @" : problem(withLengthOf: local)
    }

    private static func problem(withLengthOf local: ArraySlice<UInt8>) -> String? {
        local.count <= longestLocalPart
            ? nil : "has \(local.count) bytes before its @, and at most \(longestLocalPart) may stand there"
    }

    private static func problem(withDotsIn part: ArraySlice<UInt8>, place: String) -> String? {
        let dot = UInt8(ascii: ".")
        if part.first == dot { return "has a dot at the beginning of what stands \(place)" }
        if part.last == dot { return "has a dot at the end of what stands \(place)" }
        return zip(part, part.dropFirst()).contains { $0 == dot && $1 == dot } ? "has two dots in a row" : nil
    }

    private static func problem(inDomain domain: ArraySlice<UInt8>) -> String? {
        if domain.isEmpty { return "has nothing after its @" }
        if let problem = problemWithSeveral(domain) { return problem }
        if domain.contains(UInt8(ascii: " ")) { return "has a space in it" }
        if domain.first == UInt8(ascii: "[") { return problem(inLiteral: domain) }
        if let problem = problem(withDotsIn: domain, place: "after its @") { return problem }
        guard domain.count <= longestDomain else {
            return "has \(domain.count) bytes after its @, and at most \(longestDomain) may stand there"
        }
        for label in domain.split(separator: UInt8(ascii: ".")) {
            if label.count > longestLabel {
                return "has more than \(longestLabel) bytes between two dots of its domain"
            }
            if label.first == UInt8(ascii: "-") || label.last == UInt8(ascii: "-") {
                return "has a hyphen at an end of a part of its domain"
            }
            if let byte = label.first(where: { !isDomainByte($0) }) {
                return "has a '\(Unicode.Scalar(byte))' after its @"
            }
        }
        return nil
    }

    private static func isDomainByte(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-": true
        default: byte >= 0x80
        }
    }

    /// `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
    private static func problem(inLiteral domain: ArraySlice<UInt8>) -> String? {
        let inner = domain.dropFirst().dropLast()
        let isWhole = domain.last == UInt8(ascii: "]") && !inner.isEmpty
        let isPlain = inner.allSatisfy {
            isDomainByte($0) && $0 < 0x80 || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":")
        }
        return isWhole && isPlain ? nil : "has brackets after its @ without an IP address in them"
    }
}
