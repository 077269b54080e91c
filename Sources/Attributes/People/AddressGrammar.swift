/// What may stand in the halves of an e-mail address.
enum AddressGrammar {
    static func check(charactersOf address: String) throws(AddressFlaw) {
        for scalar in address.unicodeScalars {
            switch scalar {
            case "\r", "\n": throw AddressFlaw("has a line break in it")
            case "\0": throw AddressFlaw("has a NUL character in it")
            // Letters of some scripts are joined by these two.
            case " "..."~", "\u{200C}", "\u{200D}": continue
            default: break
            }
            switch scalar.properties.generalCategory {
            case .control: throw AddressFlaw("has a control character in it")
            case .format, .lineSeparator, .paragraphSeparator: throw AddressFlaw("has an invisible character in it")
            case .spaceSeparator: throw AddressFlaw("has a space in it")
            default: continue
            }
        }
    }

    static func check(local: Substring.UTF8View) throws(AddressFlaw) {
        if local.isEmpty { throw AddressFlaw("has nothing before its @") }
        if local.first == UInt8(ascii: "\"") {
            try check(quoted: local)
        } else {
            // The telling ones first: `Ivan <ivan@example.com>` has a space too.
            try checkIsOne(local)
            for byte in local {
                switch Unicode.Scalar(byte) {
                case " ": throw AddressFlaw("has a space in it")
                case "@": throw AddressFlaw("has more than one @")
                case "(", ")", "[", "]", ":", "\\", "\"":
                    throw AddressFlaw("has a '\(Unicode.Scalar(byte))' before its @")
                default: continue
                }
            }
            try checkDots(local.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false), "before its @")
        }
        guard local.count <= EmailAddress.longestLocalPart else {
            throw AddressFlaw(
                "has \(local.count) bytes before its @, and at most \(EmailAddress.longestLocalPart) may stand there")
        }
    }

    /// A name with its address, or several addresses.
    private static func checkIsOne(_ part: Substring.UTF8View) throws(AddressFlaw) {
        if part.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }) {
            throw AddressFlaw("has angle brackets: only the address itself belongs here")
        }
        if let byte = part.first(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ";") }) {
            throw AddressFlaw("has a '\(Unicode.Scalar(byte))' in it: one address belongs here")
        }
    }

    /// `"John Doe"@example.com`: all but a bare quote may stand between the quotes.
    private static func check(quoted local: Substring.UTF8View) throws(AddressFlaw) {
        let open = AddressFlaw("has a quote that is not closed before its @")
        guard local.count >= 2, local.last == UInt8(ascii: "\"") else { throw open }
        var isEscaped = false
        for byte in local.dropFirst().dropLast() {
            if !isEscaped, byte == UInt8(ascii: "\"") { throw AddressFlaw("has a '\"' between its quotes") }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        if isEscaped { throw open }
    }

    private static func checkDots(_ words: [some Collection], _ place: String) throws(AddressFlaw) {
        if words.first?.isEmpty ?? true {
            throw AddressFlaw("has a dot at the beginning of what stands \(place)")
        }
        if words.last?.isEmpty ?? true { throw AddressFlaw("has a dot at the end of what stands \(place)") }
        if words.contains(where: \.isEmpty) { throw AddressFlaw("has two dots in a row") }
    }

    static func ascii(domain: Substring) throws(AddressFlaw) -> String {
        if domain.isEmpty { throw AddressFlaw("has nothing after its @") }
        try checkIsOne(domain.utf8)
        if domain.utf8.contains(UInt8(ascii: " ")) { throw AddressFlaw("has a space in it") }
        if domain.utf8.first == UInt8(ascii: "[") { return try check(literal: domain) }
        let labels = DomainName.labels(of: domain)
        try checkDots(labels, "after its @")
        var asciiLabels: [String] = []
        for label in labels {
            if label.first == "-" || label.last == "-" {
                throw AddressFlaw("has a hyphen at an end of a part of its domain")
            }
            if let scalar = label.first(where: { !DomainName.permits($0) }) {
                throw AddressFlaw("has a '\(scalar)' after its @")
            }
            guard let ascii = DomainName.ascii(label: label) else {
                throw AddressFlaw("has more than \(DomainName.longestLabel) bytes between two dots of its domain")
            }
            asciiLabels.append(ascii)
        }
        let ascii = asciiLabels.joined(separator: ".")
        guard ascii.utf8.count <= DomainName.longest else {
            throw AddressFlaw("has more than \(DomainName.longest) bytes after its @")
        }
        return ascii
    }

    /// `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
    private static func check(literal domain: Substring) throws(AddressFlaw) -> String {
        let inner = domain.unicodeScalars.dropFirst().dropLast()
        let isPlain = inner.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", ".", ":": true
            default: false
            }
        }
        guard isPlain, !inner.isEmpty, domain.utf8.last == UInt8(ascii: "]") else {
            throw AddressFlaw("has brackets after its @ without an IP address in them")
        }
        return String(domain)
    }
}
