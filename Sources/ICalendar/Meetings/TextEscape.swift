/// What becomes of a character in a value of the type TEXT: RFC 5545 §3.3.11.
enum TextEscape {
    /// A backslash goes before it.
    case escaped
    /// It is written as `\n`; so many bytes make it up.
    ///
    /// NEL and Unicode's separators count as line ends: readers that split at them must not find a line there.
    case lineEnd(width: Int)
    /// A control character, which no calendar holds: RFC 5545 §3.1 `CONTROL`, and those beyond ASCII.
    case forbidden

    /// What becomes of the character that begins at a position; `nil` when it stands as it is.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>, at position: Int) {
        // Most letters of most languages are told by their first byte.
        guard Self.suspects[Int(text[position])] else { return nil }
        switch text[position] {
        case UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","): self = .escaped
        case 0x0D: self = .lineEnd(width: position + 1 < text.count && text[position + 1] == 0x0A ? 2 : 1)
        case 0x0A: self = .lineEnd(width: 1)
        case 0xC2:
            guard text[position + 1] < 0xA0 else { return nil }
            self = text[position + 1] == 0x85 ? .lineEnd(width: 2) : .forbidden
        case 0xE2:
            let isSeparator = text[position + 1] == 0x80 && (text[position + 2] == 0xA8 || text[position + 2] == 0xA9)
            guard isSeparator else { return nil }
            self = .lineEnd(width: 3)
        default: self = .forbidden
        }
    }

    /// The first bytes of characters that may not stand as they are.
    private static let suspects: [Bool] = (0...255).map { (byte: UInt8) in
        switch byte {
        case 0x09: false
        case 0..<0x20, 0x7F, 0xC2, 0xE2, UInt8(ascii: "\\"), UInt8(ascii: ";"), UInt8(ascii: ","): true
        default: false
        }
    }
}
