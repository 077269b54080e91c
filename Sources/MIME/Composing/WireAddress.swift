/// An address as it goes over the wire: checked, its domain in ASCII.
package struct WireAddress: Hashable, Sendable {
    /// What is wrong with an address.
    package struct Problem: Error, Hashable, Sendable {
        package var problem: String
        package var remedy: String
    }

    /// RFC 5321 §4.5.3.1.3 with the angle brackets taken off.
    package static let longest = 254

    /// The whole address: `desk@xn--e1afmkfd.xn--p1ai`.
    package let text: String
    /// In ASCII, and in lower case where it was not ASCII before.
    package let domain: String
    /// Letters beyond ASCII stand before the @, which only SMTPUTF8 (RFC 6531) can carry.
    package let needsSMTPUTF8: Bool

    /// Checks an address without a name or angle brackets.
    package init(_ address: String) throws(Problem) {
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else {
            throw Problem(
                problem: address.isEmpty ? "the address is blank" : "'\(Self.shown(address))' is not an address",
                remedy: "write it like name@example.com")
        }
        let local = address[..<at]
        let domain = address[address.utf8.index(after: at)...]
        let shape = try Self.shape(of: local, in: address)
        self.domain = try DomainName.ascii(domain, of: address)
        let wireLocal = shape == .dotted ? "\"\(local)\"" : String(local)
        text = shape != .dotted && self.domain.utf8.count == domain.utf8.count ? address : "\(wireLocal)@\(self.domain)"
        needsSMTPUTF8 = !local.utf8.allSatisfy { $0 < 0x80 }
        guard text.utf8.count <= Self.longest else {
            throw Problem(
                problem: "the address is longer than \(Self.longest) bytes",
                remedy: "use the address that mail servers know")
        }
    }

    /// How the part before the @ is written.
    private enum Shape {
        case plain
        /// Dots where RFC 5322 has none: goes between quotes.
        ///
        /// QUIRK: some Japanese mobile carriers gave out `a..b@` and `a.@` (RFC 5322 §3.4.1 wants a quoted string).
        case dotted
        case quoted
    }

    private static func shape(of local: Substring, in address: String) throws(Problem) -> Shape {
        if local.utf8.first == UInt8(ascii: "\""), isQuotedString(local) { return .quoted }
        var isDotted = local.utf8.first == UInt8(ascii: ".") || local.utf8.last == UInt8(ascii: ".")
        var previous: UInt8 = 0
        for scalar in local.unicodeScalars {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            let isFit =
                scalar.isASCII
                ? byte == UInt8(ascii: ".") || ByteClass.of(byte).contains(.atom) : scalar.isVisible
            guard isFit else {
                throw Problem(
                    problem: "'\(shown(address))' has \(scalar.named) before its @",
                    remedy: "write one address like name@example.com")
            }
            isDotted = isDotted || scalar == "." && previous == UInt8(ascii: ".")
            previous = scalar.isASCII ? byte : 0
        }
        guard !local.isEmpty else {
            throw Problem(
                problem: "'\(shown(address))' has nothing before its @", remedy: "write it like name@example.com")
        }
        return isDotted ? .dotted : .plain
    }

    /// RFC 5321 §4.1.2 `Quoted-string`.
    private static func isQuotedString(_ local: Substring) -> Bool {
        var isEscaped = false
        let inner = local.unicodeScalars.dropFirst().dropLast()
        guard local.utf8.count > 2, local.utf8.last == UInt8(ascii: "\"") else { return false }
        for scalar in inner {
            guard scalar.isASCII ? (0x20...0x7E).contains(scalar.value) : scalar.isVisible else { return false }
            if isEscaped {
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else if scalar == "\"" {
                return false
            }
        }
        return !isEscaped
    }

    /// An address as a message may show it: on one line, not longer than one.
    static func shown(_ address: String) -> String {
        let visible = address.unicodeScalars.prefix(64).map { $0.isASCII || $0.isVisible ? $0.onOneLine : "?" }
        return visible.joined() + (address.unicodeScalars.count > 64 ? "…" : "")
    }
}

extension Unicode.Scalar {
    /// Neither a control or format character nor a space of any kind.
    var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .unassigned,
            .privateUse:
            false
        default: true
        }
    }

    fileprivate var onOneLine: String { value < 0x20 || value == 0x7F ? "?" : String(self) }

    /// In a sentence: `a line break`, `a space`, `'<'`.
    var named: String {
        switch value {
        case 0: "a NUL"
        case 0x0A, 0x0D: "a line break"
        case 0x20: "a space"
        default: isVisible ? "'\(self)'" : "the character U+\(String(value, radix: 16, uppercase: true))"
        }
    }
}
