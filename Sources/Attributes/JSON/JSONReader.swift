import Diagnostics

/// Reads JSON by RFC 8259 in one pass over its bytes.
///
/// The recursion is bounded by `JSON.Limits.depth`, the cost is linear.
struct JSONReader {
    let bytes: UnsafeBufferPointer<UInt8>
    let firstLine: Int
    var at = 0
    private var depth = 0

    private init(_ bytes: UnsafeBufferPointer<UInt8>, firstLine: Int) {
        self.bytes = bytes
        self.firstLine = firstLine
    }

    static func read(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) throws(JSONError) -> JSON {
        var reader = JSONReader(bytes, firstLine: line)
        guard bytes.count <= JSON.Limits.bytes else {
            throw reader.error(
                at: 0, "the text has \(bytes.count) bytes, more than the \(JSON.Limits.bytes) that are read",
                help: "send the documents in several messages, or as files by {Path}")
        }
        try reader.passByteOrderMark()
        reader.skipSpace()
        guard reader.peek != nil else {
            throw reader.error("the text is blank", help: "an object without attributes is written {}")
        }
        let value = try reader.value()
        reader.skipSpace()
        if reader.peek != nil { throw reader.complaintAfterEnd() }
        return value
    }

    var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return
            }
        }
    }

    private mutating func passByteOrderMark() throws(JSONError) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if isUTF16 || bytes.prefix(2).contains(0) {
            throw error("the text is in UTF-16 or UTF-32", help: "save it in UTF-8")
        }
    }

    private mutating func value() throws(JSONError) -> JSON {
        guard let first = peek else { throw error("the text ends where a value is expected") }
        switch first {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t") where word("true"): return .bool(true)
        case UInt8(ascii: "f") where word("false"): return .bool(false)
        case UInt8(ascii: "n") where word("null"): return .null
        default: throw complaintAboutValue()
        }
    }

    /// Passes a word that no other letter follows.
    private mutating func word(_ word: StaticString) -> Bool {
        let end = at + word.utf8CodeUnitCount
        guard end <= bytes.count, (at..<end).allSatisfy({ bytes[$0] == word.utf8Start[$0 - at] }) else { return false }
        if end < bytes.count, Self.isWordByte(bytes[end]) { return false }
        at = end
        return true
    }

    static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    private mutating func descend() throws(JSONError) {
        depth += 1
        guard depth <= JSON.Limits.depth else {
            throw error("more than \(JSON.Limits.depth) brackets and braces stand in one another")
        }
    }

    private mutating func array() throws(JSONError) -> JSON {
        let start = at
        try descend()
        defer { depth -= 1 }
        at += 1
        var items: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            guard peek != nil else { throw unclosed("list", from: start, with: "]") }
            items.append(try value())
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(items) }
            try comma(in: "list", from: start, closing: UInt8(ascii: "]"))
        }
    }

    private mutating func object() throws(JSONError) -> JSON {
        let start = at
        try descend()
        defer { depth -= 1 }
        at += 1
        var members: [JSON.Member] = []
        var keys = JSONKeys()
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            guard peek != nil else { throw unclosed("object", from: start, with: "}") }
            guard peek == UInt8(ascii: "\"") else { throw complaintAboutKey() }
            let keyStart = at
            let key = try string()
            if let first = keys.add(key, at: keyStart) { throw duplicate(key, at: keyStart, first: first) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw complaintAboutColon(after: key) }
            skipSpace()
            members.append(JSON.Member(name: key, value: try value()))
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            try comma(in: "object", from: start, closing: UInt8(ascii: "}"))
        }
    }

    /// Passes the comma between two items, and the space after it.
    private mutating func comma(in container: String, from start: Int, closing: UInt8) throws(JSONError) {
        let comma = at
        guard take(UInt8(ascii: ",")) else { throw complaintAboutComma(in: container, from: start, closing: closing) }
        skipSpace()
        if peek == closing {
            throw error(at: comma, "a comma stands before the end of the \(container)", help: "delete this comma")
        }
    }
}
