import Diagnostics

/// A place in a text's bytes that knows its line and column; it only goes forward, so that a file is walked once.
struct SourceCursor {
    let bytes: UnsafeBufferPointer<UInt8>
    private(set) var offset = 0
    private(set) var position = Position(line: 1, column: 1)

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The byte here, or `nil` at the end.
    var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func byte(after count: Int) -> UInt8? { offset + count < bytes.count ? bytes[offset + count] : nil }

    var isBlank: Bool { byte == 0x20 || byte == 0x09 }

    /// At an LF or a CRLF; a lone CR has no place in the files that are read.
    var isBreak: Bool { byte == 0x0A || byte == 0x0D }

    /// Goes over one character, or over one line end.
    mutating func advance() {
        guard offset < bytes.count else { return }
        if isBreak {
            offset += byte == 0x0D && byte(after: 1) == 0x0A ? 2 : 1
            position = Position(line: position.line + 1, column: 1)
        } else {
            offset += bytes[offset].characterWidth
            position.column += 1
        }
    }

    mutating func advance(to place: Position) {
        while position < place, offset < bytes.count { advance() }
    }
}

extension UInt8 {
    /// The bytes of the UTF-8 character that begins with this one.
    var characterWidth: Int {
        switch self {
        case 0xF0...: 4
        case 0xE0...: 3
        case 0xC0...: 2
        default: 1
        }
    }
}
