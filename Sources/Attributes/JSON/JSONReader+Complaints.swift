import Diagnostics

extension JSONReader {
    /// An error where the reader stands, or at another byte.
    func error(at offset: Int? = nil, _ problem: String, help: String? = nil) -> JSONError {
        JSONError(position(of: offset ?? at), problem, help: help)
    }

    private func position(of offset: Int) -> Position {
        var line = firstLine
        var lineStart = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, offset) : 0
        for index in 0..<offset where bytes[index] == 0x0A {
            line += 1
            lineStart = index + 1
        }
        return Position(line: line, column: bytes[lineStart..<offset].count { $0 & 0xC0 != 0x80 } + 1)
    }

    func duplicate(_ key: String, at offset: Int, first: Int) -> JSONError {
        let first = position(of: first)
        return error(
            at: offset, "the key '\(Visible.shortened(key, to: 60))' stands twice in an object",
            help: "delete one of the two; the first is at \(first.line):\(first.column)")
    }

    func unclosed(_ container: String, from start: Int, with bracket: String) -> JSONError {
        error(at: start, "the \(container) that begins here is not closed", help: "add \(bracket) where it ends")
    }

    func complaintAfterEnd() -> JSONError {
        common()
            ?? error(
                "something follows the end of the value",
                help: "one JSON value is read; many, one a line, are an NDJSON")
    }

    func complaintAboutComma(in container: String, from start: Int, closing: UInt8) -> JSONError {
        guard let byte = peek else { return unclosed(container, from: start, with: String(Unicode.Scalar(closing))) }
        if let complaint = common() { return complaint }
        switch byte {
        case UInt8(ascii: ";"): return error("a semicolon stands in the \(container)", help: "write a comma")
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            return error(
                "the \(container) is closed with \(Unicode.Scalar(byte))", help: "write \(Unicode.Scalar(closing))")
        case UInt8(ascii: ":"):
            return error("a colon stands where a comma is expected", help: "only the keys of an object have values")
        default: return error("a comma is missing in the \(container)", help: "write a comma before this")
        }
    }

    func complaintAboutColon(after key: String) -> JSONError {
        if let complaint = common() { return complaint }
        return error(
            "a colon is missing after the key '\(Visible.shortened(key, to: 60))'",
            help: peek == UInt8(ascii: "=") ? "write : instead of =" : "write a key as \"key\": value")
    }

    func complaintAboutKey() -> JSONError {
        if let complaint = common() { return complaint }
        if peek == UInt8(ascii: ",") { return error("two commas stand in a row", help: "delete one of them") }
        guard let word = wordHere() else {
            return error(
                "a key is expected, and '\(shown(byteAt: at))' stands here", help: "write a key as \"key\": value")
        }
        return error("the key \(word) is not in quotes", help: "write \"\(word)\"")
    }

    func complaintAboutValue() -> JSONError {
        if let complaint = common() { return complaint }
        switch peek {
        case UInt8(ascii: ","):
            return error("a value is missing before the comma", help: "write null where there is none")
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            return error("a value is missing", help: "write null where there is none")
        case UInt8(ascii: "+"): return error("a number has a plus sign", help: "delete the plus")
        case UInt8(ascii: "."): return error("a number begins with its point", help: "write a 0 before the point")
        default: break
        }
        guard let word = wordHere() else {
            return error("a value is expected, and '\(shown(byteAt: at))' stands here")
        }
        switch word.lowercased() {
        case "nan", "infinity", "inf", "undefined", "none", "nil":
            return error("\(word) is no value of JSON", help: "write null, or leave the key out")
        case "true", "false", "null":
            return error("\(word) is no value of JSON", help: "write \(word.lowercased())")
        default: return error("\(word) is no value of JSON", help: "put a text in double quotes")
        }
    }

    /// The mistakes that are made everywhere.
    private func common() -> JSONError? {
        guard let byte = peek else { return error("the text ends too soon") }
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "#"):
            return error("JSON has no comments", help: "delete the comment")
        case UInt8(ascii: "'"), UInt8(ascii: "`"):
            return error("a text stands in other than double quotes", help: "write \"text\"")
        case 0x80...:
            let rest = bytes[at..<min(at + 4, bytes.count)]
            if ByteScan.firstInvalidUTF8(rest) == at { return notUTF8(at..<bytes.count) }
            switch shown(byteAt: at) {
            case "“", "”", "„", "«", "»", "‘", "’":
                return error("a text stands in other than double quotes", help: "write \"text\", with straight quotes")
            default: break
            }
            guard let scalar = scalarHere(),
                scalar.properties.isWhitespace || scalar.properties.generalCategory == .format
            else { return nil }
            return error(
                "the blank U+\(Self.hexadecimal(scalar.value)) stands between the values",
                help: "write an ordinary space")
        case 0..<0x20, 0x7F:
            return error("the control character U+\(Self.hexadecimal(UInt32(byte))) stands between the values")
        default: return nil
        }
    }

    func notUTF8(_ range: Range<Int>) -> JSONError {
        let offset = ByteScan.firstInvalidUTF8(bytes[range]) ?? range.lowerBound
        let byte = String(bytes[offset], radix: 16, uppercase: true)
        return error(at: offset, "the byte \(byte) at offset \(offset) is not UTF-8", help: "save the text in UTF-8")
    }

    private func wordHere() -> String? {
        var end = at
        if end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 }
        while end < bytes.count, Self.isWordByte(bytes[end]) || bytes[end] == UInt8(ascii: "-") { end += 1 }
        guard end > at else { return nil }
        return Visible.shortened(String(decoding: bytes[at..<min(end, at + 400)], as: UTF8.self), to: 60)
    }

    private func scalarHere() -> Unicode.Scalar? {
        String(decoding: bytes[at..<min(at + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
    }

    /// The character at an offset, as a message may show it.
    func shown(byteAt offset: Int) -> String {
        guard offset < bytes.count else { return "" }
        let scalar = String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
        return scalar.map { Visible.line(String($0)) } ?? ""
    }

    /// Four digits at least: `001F`.
    static func hexadecimal(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
