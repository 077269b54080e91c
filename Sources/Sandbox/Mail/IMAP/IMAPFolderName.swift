/// Folder names as IMAP writes them: modified UTF-7 (RFC 3501 section 5.1.3).
///
///     Отчёты & co  <->  &BB4EQgRHBFEEQgRL- &- co
enum IMAPFolderName {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,".utf8)

    static func encode(_ name: String) -> String {
        var result: [UInt8] = []
        var units: [UInt16] = []
        func flush() {
            guard !units.isEmpty else { return }
            result.append(0x26)
            var bits: UInt32 = 0
            var count = 0
            for unit in units {
                bits = bits << 16 | UInt32(unit)
                count += 16
                while count >= 6 {
                    count -= 6
                    result.append(digits[Int(bits >> UInt32(count) & 63)])
                }
                bits &= (1 << UInt32(count)) - 1
            }
            if count > 0 { result.append(digits[Int(bits << UInt32(6 - count) & 63)]) }
            result.append(0x2D)
            units = []
        }
        for scalar in name.unicodeScalars {
            if scalar.value >= 0x20, scalar.value <= 0x7E {
                flush()
                result.append(UInt8(scalar.value))
                if scalar == "&" { result.append(0x2D) }
            } else {
                units += UTF16.encode(scalar).map(Array.init) ?? []
            }
        }
        flush()
        return String(decoding: result, as: UTF8.self)
    }

    /// - Returns: `nil` when it is not what this encoding writes; UTF-8 is let through as it is.
    static func decode(_ text: String) -> String? {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: "-") else { return nil }
            let word = rest[rest.index(after: start)..<end]
            if word.isEmpty {
                result += "&"
            } else {
                guard let part = decodeUnits(word) else { return nil }
                result += part
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func decodeUnits(_ word: Substring) -> String? {
        var units: [UInt16] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in word.utf8 {
            guard let value = digits.firstIndex(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 16 {
                count -= 16
                units.append(UInt16(bits >> UInt32(count) & 0xFFFF))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        guard count < 6, bits == 0, let text = String(validating: units, as: UTF16.self) else { return nil }
        return text
    }
}
