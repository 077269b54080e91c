/// Control characters shown, not obeyed: outside input must not move the reader's cursor, colour it, or begin a line of its own.
package enum Visible {
    /// A text for one line: line ends and tabs are shown too, as `␊`, `␍` and `␉`.
    package static func line(_ text: some StringProtocol) -> String {
        show(text, keepsTabs: false)
    }

    /// A line of a source, whose tabs stay, so that marks can stand under its words.
    package static func excerpt(_ text: some StringProtocol) -> String {
        show(text, keepsTabs: true)
    }

    /// A text for one line in the middle of a sentence, cut with `…` after as many Unicode scalars.
    package static func shortened(_ text: some StringProtocol, to limit: Int) -> String {
        guard text.utf8.count > limit else { return line(text) }
        let scalars = text.unicodeScalars
        guard let cut = scalars.index(scalars.startIndex, offsetBy: limit, limitedBy: scalars.endIndex),
            cut != scalars.endIndex
        else { return line(text) }
        return line(text[..<cut]) + "…"
    }

    private static func show(_ text: some StringProtocol, keepsTabs: Bool) -> String {
        // Most texts are as they should be, and lie in one piece.
        if text.utf8.withContiguousStorageIfAvailable({ $0.allSatisfy(isHarmless) }) == true { return String(text) }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09 where keepsTabs: result.append(scalar)
            case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
            case 0x7F: result.append("\u{2421}")
            default: result.append(isInvisible(scalar) ? "\u{FFFD}" : scalar)
            }
        }
        return String(result)
    }

    /// Whether a byte of UTF-8 is part of no scalar that has to be shown otherwise.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, 0x7F: false
        // These may begin one that is invisible.
        case 0xC2, 0xD8, 0xE2, 0xEF: false
        default: true
        }
    }

    /// C1 controls, line and paragraph separators, and what turns the direction of writing.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x80..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }
}
