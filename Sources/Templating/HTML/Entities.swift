/// HTML's character references: `&amp;`, `&#1055;`, `&laquo;` (HTML Standard, 13.2.5.72 to 13.2.5.80).
enum Entities {
    /// Decodes the references in a stretch of text or in an attribute's value; what is none stays as it is.
    static func decoded(_ bytes: [UInt8], isAttribute: Bool) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "&")) else { return bytes }
        var result: [UInt8] = []
        var at = 0
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "&"), let (scalar, end) = reference(bytes, at + 1, isAttribute: isAttribute) {
                result.append(String(scalar))
                at = end
            } else {
                result.append(bytes[at])
                at += 1
            }
        }
        return result
    }

    /// The longest of the names.
    private static let longest = 24

    private static func reference(
        _ bytes: [UInt8], _ start: Int, isAttribute: Bool
    ) -> (scalar: Unicode.Scalar, end: Int)? {
        if start < bytes.count, bytes[start] == UInt8(ascii: "#") { return number(bytes, start + 1) }
        var end = start
        while end < bytes.count, end - start < longest, bytes[end].isLetter || bytes[end].isDigit { end += 1 }
        let next = end < bytes.count ? bytes[end] : 0
        let name = String(decoding: bytes[start..<end], as: UTF8.self)
        if next == UInt8(ascii: ";"), let scalar = EntityNames.all[name] { return (scalar, end + 1) }
        // Without a ';' only the oldest names count, and in addresses such as `?a=1&copy=2` not even they.
        var length = name.utf8.count
        while length > 1 {
            let head = String(name.prefix(length))
            if EntityNames.bare.contains(head), let scalar = EntityNames.all[head] {
                let follower = start + length < bytes.count ? bytes[start + length] : 0
                let isPart = follower == UInt8(ascii: "=") || follower.isLetter || follower.isDigit
                return isAttribute && isPart ? nil : (scalar, start + length)
            }
            length -= 1
        }
        return nil
    }

    private static func number(_ bytes: [UInt8], _ start: Int) -> (scalar: Unicode.Scalar, end: Int)? {
        var at = start
        let isHex = at < bytes.count && bytes[at] | 0x20 == UInt8(ascii: "x")
        if isHex { at += 1 }
        let first = at
        var value: UInt32 = 0
        while at < bytes.count, let digit = digit(bytes[at], isHex: isHex) {
            // More is no character anyway.
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            at += 1
        }
        guard at > first else { return nil }
        if at < bytes.count, bytes[at] == UInt8(ascii: ";") { at += 1 }
        // QUIRK: numbers of controls mean characters of windows-1252, as browsers have it.
        if let quirk = windows[value] { value = quirk }
        return (value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}", at)
    }

    private static func digit(_ byte: UInt8, isHex: Bool) -> UInt32? {
        if byte.isDigit { return UInt32(byte - 0x30) }
        guard isHex, byte.isLetter, byte | 0x20 <= UInt8(ascii: "f") else { return nil }
        return UInt32(byte | 0x20) - 0x57
    }

    /// The characters that windows-1252 has at 0x80 to 0x9F.
    private static let windows: [UInt32: UInt32] = [
        0x80: 0x20AC, 0x82: 0x201A, 0x83: 0x0192, 0x84: 0x201E, 0x85: 0x2026, 0x86: 0x2020, 0x87: 0x2021,
        0x88: 0x02C6, 0x89: 0x2030, 0x8A: 0x0160, 0x8B: 0x2039, 0x8C: 0x0152, 0x8E: 0x017D, 0x91: 0x2018,
        0x92: 0x2019, 0x93: 0x201C, 0x94: 0x201D, 0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x02DC,
        0x99: 0x2122, 0x9A: 0x0161, 0x9B: 0x203A, 0x9C: 0x0153, 0x9E: 0x017E, 0x9F: 0x0178,
    ]
}
