import Diagnostics

extension JSONReader {
    /// Reads a number (RFC 8259 section 6) as it is written.
    mutating func number() throws(JSONError) -> String {
        let start = at
        _ = take(UInt8(ascii: "-"))
        guard let first = peek, Self.isDigit(first) else {
            if peek == UInt8(ascii: "I") { throw complaintAboutValue() }
            throw error(at: start, "a minus without digits is no number")
        }
        let whole = passDigits()
        if first == UInt8(ascii: "0"), whole > 1 {
            let digits = String(decoding: bytes[(at - whole)..<at].prefix(20), as: UTF8.self)
            throw error(
                at: start, "a number begins with 0",
                help: "leave the zeros out, or put it in double quotes if it is a text: \"\(digits)\"")
        }
        if first == UInt8(ascii: "0"), peek == UInt8(ascii: "x") || peek == UInt8(ascii: "X") {
            throw error(at: start, "JSON has no hexadecimal numbers", help: "write it in decimal digits")
        }
        if take(UInt8(ascii: ".")), passDigits() == 0 {
            throw error(at: start, "a number ends with its point", help: "add digits after the point, or delete it")
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            if passDigits() == 0 { throw error(at: start, "a number has an exponent without digits") }
        }
        if let next = peek, Self.isWordByte(next) {
            throw error(at: start, "a number runs into a word", help: "put a text in double quotes")
        }
        guard at - start <= JSON.Limits.numberLength else {
            throw error(at: start, "a number has more than \(JSON.Limits.numberLength) characters")
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func passDigits() -> Int {
        let start = at
        while at < bytes.count, Self.isDigit(bytes[at]) { at += 1 }
        return at - start
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
