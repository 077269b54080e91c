internal import Attributes

/// How IMAP writes the names of folders (RFC 3501 section 5.1.3): `Входящие` is `&BBIERQQ+BDQETwRJBDgENQ-`.
enum ModifiedUTF7 {
    static func encode(_ text: String) -> String {
        var result = ""
        var units: [UInt16] = []
        func flush() {
            guard !units.isEmpty else { return }
            let bytes = units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
            result += "&\(Base64.encode(bytes).replacing("=", with: "").replacing("/", with: ","))-"
            units = []
        }
        for scalar in text.unicodeScalars {
            if (0x20...0x7E).contains(scalar.value) {
                flush()
                result += scalar == "&" ? "&-" : String(scalar)
            } else {
                units += Array(String(scalar).utf16)
            }
        }
        flush()
        return result
    }

    /// - Returns: The text as it is where it is not written so: servers have names that never were.
    static func decode(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            guard let end = rest[start...].firstIndex(of: "-") else { return text }
            let code = rest[rest.index(after: start)..<end]
            if code.isEmpty {
                result += "&"
            } else if let words = words(code) {
                result += words
            } else {
                return text
            }
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    private static func words(_ code: Substring) -> String? {
        var text = String(code.replacing(",", with: "/"))
        while text.utf8.count % 4 != 0 { text += "=" }
        guard let bytes = try? Base64.decode(text, atMost: text.utf8.count), bytes.count % 2 == 0 else { return nil }
        let units = stride(from: 0, to: bytes.count, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return String(validating: units, as: UTF16.self)
    }
}
