/// What a header's text is made of, which decides how it is written.
struct HeaderText {
    /// The first CR, LF or NUL, which no header takes.
    var forbidden: (byte: UInt8, position: Int)?
    /// Letters beyond ASCII, control characters, what looks like an encoded word, spaces at an end, or a run of either
    /// that no line could hold.
    var needsEncoding = false
    /// Words of letters, digits and `!#$%&'*+-/=?^_{|}~` with single spaces between: RFC 5322's atoms.
    var isAtoms = true
    /// How many `"` and `\` there are, which a quoted string escapes.
    var escapes = 0
    /// The size as the payload of Q encoded words.
    var qCount = 0
    var count: Int

    /// Longer words are encoded, longer runs of spaces too.
    private static let longestWord = 900
    private static let longestGap = 60

    init(_ text: String) {
        let utf8 = text.utf8.span
        count = utf8.count
        var wordStart = 0
        var gap = 0
        for position in utf8.indices {
            let byte = utf8[position]
            let kind = ByteClass.of(byte)
            if byte == 0x20 {
                gap += 1
                needsEncoding = needsEncoding || position == 0 || gap > Self.longestGap
                isAtoms = isAtoms && gap == 1
                wordStart = position + 1
                qCount += 1
                continue
            }
            gap = 0
            needsEncoding =
                needsEncoding || !kind.contains(.printable) || position - wordStart > Self.longestWord
                || byte == 0x3F && position > 0 && utf8[position - 1] == 0x3D
            isAtoms = isAtoms && kind.contains(.atom)
            qCount += kind.contains(.qWord) ? 1 : 3
            if byte == 0x22 || byte == 0x5C { escapes += 1 }
            if forbidden == nil, byte == 0 || byte == 0x0A || byte == 0x0D { forbidden = (byte, position) }
        }
        needsEncoding = needsEncoding || gap > 0
        isAtoms = isAtoms && !needsEncoding && count > 0
    }

    /// Nothing but spaces.
    static func isBlank(_ text: String?) -> Bool {
        text?.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } ?? true
    }
}
