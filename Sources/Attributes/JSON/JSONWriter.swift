/// Writes JSON: keys in their order, Unicode as it is, control characters escaped.
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    private let isPretty: Bool

    init(isPretty: Bool) {
        self.isPretty = isPretty
    }

    mutating func write(_ value: JSON, indent: Int = 0) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .number(let text): bytes.append(contentsOf: text.utf8)
        case .string(let text): write(text)
        case .array(let items):
            write(items, within: ("[", "]"), indent: indent) { $0.write($1, indent: indent + 1) }
        case .object(let members):
            write(members, within: ("{", "}"), indent: indent) {
                $0.write($1.name)
                $0.bytes.append(contentsOf: ($0.isPretty ? ": " : ":").utf8)
                $0.write($1.value, indent: indent + 1)
            }
        }
    }

    private mutating func write<Item>(
        _ items: [Item], within brackets: (String, String), indent: Int, each write: (inout JSONWriter, Item) -> Void
    ) {
        bytes.append(contentsOf: brackets.0.utf8)
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            breakLine(indent: indent + 1)
            write(&self, item)
        }
        if !items.isEmpty { breakLine(indent: indent) }
        bytes.append(contentsOf: brackets.1.utf8)
    }

    private mutating func breakLine(indent: Int) {
        guard isPretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
    }

    private mutating func write(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var at = 0
        while at < text.count {
            let plain = ByteScan.plainASCII(text, from: at)
            bytes.append(contentsOf: text[at..<plain])
            at = plain
            while at < text.count, Self.standsForItself(text[at]) { at += 1 }
            bytes.append(contentsOf: text[plain..<at])
            guard at < text.count else { return }
            at += escapeCharacter(text[at...])
        }
    }

    /// Whether a byte is written as it is, whatever stands beside it.
    private static func standsForItself(_ byte: UInt8) -> Bool {
        switch byte {
        case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "\\"), 0x7F, 0xC2, 0xE2: false
        default: true
        }
    }

    /// - Returns: How many bytes of the text were written.
    private mutating func escapeCharacter(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        let first = text[text.startIndex]
        switch first {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), first])
        case 0x08: bytes.append(contentsOf: "\\b".utf8)
        case 0x09: bytes.append(contentsOf: "\\t".utf8)
        case 0x0A: bytes.append(contentsOf: "\\n".utf8)
        case 0x0C: bytes.append(contentsOf: "\\f".utf8)
        case 0x0D: bytes.append(contentsOf: "\\r".utf8)
        case 0..<0x20, 0x7F: writeEscape(UInt32(first))
        // C1 control characters, and the line and paragraph separators that break JavaScript and terminals.
        case 0xC2 where text.count > 1 && text[text.startIndex + 1] < 0xA0:
            writeEscape(UInt32(text[text.startIndex + 1]))
            return 2
        case 0xE2 where text.starts(with: [0xE2, 0x80, 0xA8]) || text.starts(with: [0xE2, 0x80, 0xA9]):
            writeEscape(0x2000 + UInt32(text[text.startIndex + 2] & 0x3F))
            return 3
        default: bytes.append(first)
        }
        return 1
    }

    private mutating func writeEscape(_ value: UInt32) {
        bytes.append(contentsOf: "\\u\(JSONReader.hexadecimal(value))".utf8)
    }
}
