/// Quoted-printable (RFC 2045 §6.7) of texts whose line ends are CRLF already.
///
/// Beyond the RFC's rules, `From ` at a line's start and a lone dot are encoded, so that neither a mailbox file nor a
/// careless relay takes them for its own. `=_` can't come out of it: boundaries live on that.
enum QuotedPrintable {
    /// The longest line, a soft line break's `=` counted.
    static let lineLimit = 76

    static func encodedCount(of text: Span<UInt8>) -> Int {
        var count = 0
        encode(text) { _ in count += 1 }
        return count
    }

    /// Appends the encoded text, whose size `encodedCount(of:)` has told.
    static func append(_ text: Span<UInt8>, count: Int, to output: inout [UInt8]) {
        output.append(addingCapacity: count) { output in
            encode(text) { output.append($0) }
        }
    }

    @inline(__always)
    private static func encode(_ text: Span<UInt8>, _ emit: (UInt8) -> Void) {
        let digits = hexDigits.utf8Start
        var column = 0
        var position = 0
        while position < text.count {
            let byte = text[position]
            // Most of a text: within a line, a visible character, or a space before one.
            if column > 0, column < lineLimit - 1, byte < 0x7F, byte != 0x3D,
                byte > 0x20 || byte == 0x20 && position + 1 < text.count && text[position + 1] > 0x20
            {
                emit(byte)
                column += 1
                position += 1
                continue
            }
            if byte == 0x0D {
                emit(0x0D)
                emit(0x0A)
                column = 0
                position += 2
                continue
            }
            let isLast = position + 1 == text.count || text[position + 1] == 0x0D
            var isLiteral = isLiteral(text, position, atStart: column == 0, isLast: isLast)
            if column + (isLiteral ? 1 : 3) > (isLast ? lineLimit : lineLimit - 1) {
                emit(0x3D)
                emit(0x0D)
                emit(0x0A)
                column = 0
                isLiteral = Self.isLiteral(text, position, atStart: true, isLast: isLast)
            }
            if isLiteral {
                emit(byte)
                column += 1
            } else {
                emit(0x3D)
                emit(digits[Int(byte >> 4)])
                emit(digits[Int(byte & 15)])
                column += 3
            }
            position += 1
        }
    }

    @inline(__always)
    private static func isLiteral(_ text: Span<UInt8>, _ position: Int, atStart: Bool, isLast: Bool) -> Bool {
        switch text[position] {
        case 0x20, 0x09: !isLast
        case 0x3D: false
        case 0x2E: !(atStart && isLast)
        case 0x46: !(atStart && text.hasFrom(at: position))
        case 0x21...0x7E: true
        default: false
        }
    }

    static let hexDigits: StaticString = "0123456789ABCDEF"
}

extension Span<UInt8> {
    /// Whether `From ` stands there.
    func hasFrom(at position: Int) -> Bool {
        position + 5 <= count && self[position] == 0x46 && self[position + 1] == 0x72 && self[position + 2] == 0x6F
            && self[position + 3] == 0x6D && self[position + 4] == 0x20
    }
}
