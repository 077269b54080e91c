/// What a token may look like.
package enum TokenText {
    /// RFC 6749 appendix A without the space: nothing that a mail server could take for anything else.
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= TokenLimits.token && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// RFC 6749 section 3.3.
    package static func isScope(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }
}
