/// What a server answered, as it said it.
package struct Reply: Hashable, Sendable, CustomStringConvertible {
    /// Three digits: 250, 450, 550.
    package var code: Int
    /// Such as `5.1.1` (RFC 3463); `nil` when the server gave none.
    package var enhanced: String?
    /// The server's words, lines joined by a space, without codes; control characters replaced.
    package var text: String

    package init(code: Int, enhanced: String? = nil, text: String) {
        self.code = code
        self.enhanced = enhanced
        self.text = text
    }

    package var description: String {
        [String(code), enhanced, text.isEmpty ? nil : text].compactMap(\.self).joined(separator: " ")
    }
}
