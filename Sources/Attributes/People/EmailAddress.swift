internal import Diagnostics

/// An e-mail address that can be sent to: RFC 5321 section 4.1.2, with Unicode as RFC 6531 has it.
package struct EmailAddress: Hashable, Sendable {
    /// Why a text is no address.
    package struct Problem: Error, Hashable, Sendable {
        /// Half a sentence that follows the address: `has no @`.
        package let half: String
        /// One sentence without a full stop: `'ivan' has no @`.
        package let problem: String

        package var remedy: String { "write one address like name@example.com" }

        fileprivate init(_ address: String, _ half: String) {
            self.half = half
            problem = address.isEmpty ? "the address \(half)" : "'\(Visible.shortened(address, to: 64))' \(half)"
        }
    }

    /// Bytes, RFC 5321 section 4.5.3.1: a path of 256 has its angle brackets too.
    package static let longest = 254
    package static let longestLocalPart = 64

    /// The address as it goes over the wire, its domain in ASCII: `desk@xn--e1afmkfd.xn--p1ai`.
    package let text: String
    /// In ASCII.
    package let domain: Substring
    /// Letters beyond ASCII stand before the @, which only SMTPUTF8 (RFC 6531) can carry.
    package let needsSMTPUTF8: Bool

    /// Checks an address without a name or angle brackets.
    package init(_ address: String) throws(Problem) {
        if let length = AddressGrammar.plainLocalLength(address.utf8Span.span) {
            text = address
            domain = address[address.utf8.index(address.startIndex, offsetBy: length + 1)...]
            needsSMTPUTF8 = false
            return
        }
        do throws(AddressFlaw) {
            guard !address.isEmpty else { throw AddressFlaw("is blank") }
            try Self.check(length: address.utf8.count)
            try AddressGrammar.check(charactersOf: address)
            guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else { throw AddressFlaw("has no @") }
            let local = address[..<at]
            try AddressGrammar.check(local: local.utf8)
            domain = try AddressGrammar.ascii(domain: address[address.utf8.index(after: at)...])[...]
            text = "\(local)@\(domain)"
            needsSMTPUTF8 = !local.utf8.allSatisfy { $0 < 0x80 }
            try Self.check(length: text.utf8.count)
        } catch {
            throw Problem(address, error.half)
        }
    }

    private static func check(length: Int) throws(AddressFlaw) {
        guard length <= longest else {
            throw AddressFlaw("has \(length) bytes, and an address has at most \(longest)")
        }
    }

    /// What is wrong with an address, as half a sentence that follows its name: `has no @`.
    ///
    /// - Returns: `nil` for an address that can be sent to.
    package static func problem(in address: String) -> String? {
        guard AddressGrammar.plainLocalLength(address.utf8Span.span) == nil else { return nil }
        do throws(Problem) {
            _ = try EmailAddress(address)
            return nil
        } catch {
            return error.half
        }
    }
}
