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

    /// - Parameter text: With LF, CR or CRLF line ends, also mixed.
    init(_ text: String) {
        var bytes: [UInt8] = []
        var isPlain = true
        var escaped = 0
        let source = text.utf8.span
        bytes.reserveCapacity(source.count + source.count / 16 + 16)
        var position = 0
        while position < source.count {
            let line = Line(source, from: position)
            isPlain = isPlain && line.isPlain
            escaped += line.escaped
            source.extracting(position..<line.end).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
            guard line.end < source.count else { break }
            bytes.append(0x0D)
            bytes.append(0x0A)
            let isPair = source[line.end] == 0x0D && line.end + 1 < source.count && source[line.end + 1] == 0x0A
            position = line.end + (isPair ? 2 : 1)
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

    /// What one line says about the encoding.
    private struct Line {
        /// Where its line end begins, or the text ends.
        var end: Int
        /// It can go as it is.
        var isPlain: Bool
        /// Bytes that quoted-printable always writes as three.
        var escaped = 0

        init(_ text: Span<UInt8>, from start: Int) {
            end = start
            var isOdd = false
            while end < text.count, text[end] != 0x0A, text[end] != 0x0D {
                switch text[end] {
                case 0x3D:
                    escaped += 1
                    // `=_` begins a boundary, so it may not stand in a body as it is.
                    isOdd = isOdd || end + 1 < text.count && text[end + 1] == 0x5F
                case 0x20...0x7E, 0x09: break
                default:
                    escaped += 1
                    isOdd = true
                }
                end += 1
            }
            let endsInSpace = end > start && (text[end - 1] == 0x20 || text[end - 1] == 0x09)
            let isLoneDot = end == start + 1 && text[start] == 0x2E
            isPlain =
                !isOdd && !endsInSpace && !isLoneDot && end - start <= BodyText.lineLimit && !text.hasFrom(at: start)
        }
    }
}
