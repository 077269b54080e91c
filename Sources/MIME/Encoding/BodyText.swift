internal import Attributes

/// A body's text with CRLF line ends, and how it travels best.
struct BodyText: ~Copyable {
    enum Encoding {
        case sevenBit
        case quotedPrintable(count: Int)
        case base64

        var name: StaticString {
            switch self {
            case .sevenBit: "7bit"
            case .quotedPrintable: "quoted-printable"
            case .base64: "base64"
            }
        }
    }

    /// Lines of unencoded texts are no longer: RFC 5322 §2.1.1 asks for it.
    static let lineLimit = 78

    let bytes: [UInt8]
    let encoding: Encoding

    /// - Parameter text: UTF-8 with LF, CR or CRLF line ends, also mixed.
    init(_ text: [UInt8]) {
        var bytes: [UInt8] = []
        var isPlain = true
        var escaped = 0
        bytes.reserveCapacity(text.count + text.count / 16 + 16)
        text.withUnsafeBufferPointer { source in
            var position = 0
            while position < source.count {
                let line = BodyLine(source, from: position)
                isPlain = isPlain && line.isPlain(source, from: position)
                escaped += line.escaped
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: source[position..<line.end]))
                guard line.end < source.count else { break }
                bytes.append(0x0D)
                bytes.append(0x0A)
                let isPair = source[line.end] == 0x0D && line.end + 1 < source.count && source[line.end + 1] == 0x0A
                position = line.end + (isPair ? 2 : 1)
            }
        }
        encoding = isPlain ? .sevenBit : Self.encoding(of: bytes.span, escaped: escaped)
        self.bytes = bytes
    }

    /// The shorter one; quoted-printable, which people can read, when they are equal.
    private static func encoding(of bytes: Span<UInt8>, escaped: Int) -> Encoding {
        let base64 = Base64.linesCount(of: bytes.count)
        guard bytes.count + 2 * escaped <= base64 else { return .base64 }
        let count = QuotedPrintable.encodedCount(of: bytes)
        return count <= base64 ? .quotedPrintable(count: count) : .base64
    }
}
