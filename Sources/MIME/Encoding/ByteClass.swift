/// Where an ASCII character may stand as it is.
struct ByteClass: OptionSet {
    let rawValue: UInt8

    /// Space to tilde.
    static let printable = ByteClass(rawValue: 1)
    /// RFC 5322 §3.2.3 `atext`.
    static let atom = ByteClass(rawValue: 2)
    /// In a Q encoded word anywhere, also within a display name: RFC 2047 §5 (3).
    static let qWord = ByteClass(rawValue: 4)
    /// In an extended parameter value, unencoded: RFC 2231 `attribute-char`, without what URLs would encode.
    static let parameter = ByteClass(rawValue: 8)

    @inline(__always)
    static func of(_ byte: UInt8) -> ByteClass { ByteClass(rawValue: table[Int(byte)]) }

    private static let table: [UInt8] = (0...255).map { (byte: UInt8) in
        var kind: ByteClass = []
        if (0x20...0x7E).contains(byte) { kind.insert(.printable) }
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            kind.formUnion([.atom, .qWord, .parameter])
        default: break
        }
        let character = Character(Unicode.Scalar(byte))
        if "!#$%&'*+-/=?^_`{|}~".contains(character) { kind.insert(.atom) }
        if "!*+-/".contains(character) { kind.insert(.qWord) }
        if "-._~".contains(character) { kind.insert(.parameter) }
        return kind.rawValue
    }
}
