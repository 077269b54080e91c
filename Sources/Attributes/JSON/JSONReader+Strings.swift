import Diagnostics

extension JSONReader {
    /// Reads a string (RFC 8259 section 7); the reader stands at its quote.
    mutating func string() throws(JSONError) -> String {
        let start = at
        at += 1
        var runStart = at
        // Only a string with escapes is copied together.
        var unescaped: [UInt8] = []
        while true {
            at = ByteScan.plain(bytes, from: at)
            guard let byte = peek else {
                throw error(at: start, "this text is not closed", help: "add \" where it ends")
            }
            switch byte {
            case UInt8(ascii: "\""):
                let run = bytes[runStart..<at]
                at += 1
                if unescaped.isEmpty {
                    if let text = String(validating: UnsafeBufferPointer(rebasing: run), as: UTF8.self) { return text }
                } else {
                    unescaped.append(contentsOf: run)
                    if let text = String(validating: unescaped, as: UTF8.self) { return text }
                }
                throw notUTF8(start..<at)
            case UInt8(ascii: "\\"):
                unescaped.append(contentsOf: bytes[runStart..<at])
                try escape(into: &unescaped)
                runStart = at
            default: throw control(byte, inTextFrom: start)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        let start = at
        at += 1
        guard let byte = peek else { throw error(at: start, "the text ends inside an escape") }
        at += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: try character(from: start).utf8)
        default:
            at = start
            throw error(
                "\\\(shown(byteAt: start + 1)) is no escape of JSON",
                help: "a backslash is written \\\\, as in \"C:\\\\files\"")
        }
    }

    /// What `\u0416`, or the pair `\uD83D\uDE00`, stands for.
    private mutating func character(from start: Int) throws(JSONError) -> String {
        let unit = try hexadecimal(from: start)
        if let scalar = Unicode.Scalar(unit) { return String(scalar) }
        if unit < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try hexadecimal(from: at - 2)
            if (0xDC00...0xDFFF).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00))
            {
                return String(scalar)
            }
        }
        throw error(
            at: start,
            "\\u\(String(unit, radix: 16, uppercase: true)) is half of a surrogate pair without its other half",
            help: "write the character itself, or both halves")
    }

    private mutating func hexadecimal(from start: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw error(at: start, "\\u needs four hexadecimal digits", help: "as in \\u0416")
            }
            unit = unit << 4 | UInt32(digit)
            at += 1
        }
        return unit
    }

    private func control(_ byte: UInt8, inTextFrom start: Int) -> JSONError {
        switch byte {
        case 0x0A, 0x0D:
            error(
                at: start, "this text is not closed on its line",
                help: "add \" where it ends; a line break in it is written \\n")
        case 0x09: error("a text holds a tab", help: "write \\t")
        default:
            error(
                "a text holds the control character U+\(Self.hexadecimal(UInt32(byte)))",
                help: "write \\u\(Self.hexadecimal(UInt32(byte)))")
        }
    }
}
