/// Texts as parts of URLs.
enum URLText {
    /// Percent-encoded, so that it is one part of a path or one value of a query, whatever it holds.
    static func encoded(_ text: String) -> String {
        // Dots alone would lead out of their folder.
        if !text.isEmpty, text.allSatisfy({ $0 == "." }) { return text.utf8.map { _ in "%2E" }.joined() }
        return percent(text) { isUnreserved($0) }
    }

    /// A path whose values are encoded already: what no URL may hold is encoded, and nothing else.
    static func cleaned(_ path: String) -> String {
        percent(path) { isUnreserved($0) || Array("/?&=%+,;:@!$'()*[]".utf8).contains($0) }
    }

    private static func percent(_ text: String, _ isKept: (UInt8) -> Bool) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
