extension Base64 {
    /// What a line in a letter holds.
    package static let bytesPerLine = 57

    /// A text in one line, with its padding.
    package static func encode(_ bytes: [UInt8]) -> String {
        var output: [UInt8] = []
        append(bytes.span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Appends one line without its end.
    package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.append(addingCapacity: (bytes.count + 2) / 3 * 4) { output in
            encode(bytes, 0..<bytes.count, into: &output)
        }
    }

    /// Appends lines as letters carry them (RFC 2045 section 6.8): 76 characters and CRLF, the last line too.
    package static func appendLines(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.append(addingCapacity: linesCount(of: bytes.count)) { output in
            var position = 0
            while position < bytes.count {
                let end = min(position + bytesPerLine, bytes.count)
                encode(bytes, position..<end, into: &output)
                output.append(0x0D)
                output.append(0x0A)
                position = end
            }
        }
    }

    /// How many bytes such lines have, their ends counted.
    package static func linesCount(of count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }

    private static func encode(_ bytes: Span<UInt8>, _ range: Range<Int>, into output: inout OutputSpan<UInt8>) {
        let letters = alphabet.utf8Start
        var position = range.lowerBound
        while position + 3 <= range.upperBound {
            let triple = Int(bytes[position]) << 16 | Int(bytes[position + 1]) << 8 | Int(bytes[position + 2])
            output.append(letters[triple >> 18])
            output.append(letters[triple >> 12 & 63])
            output.append(letters[triple >> 6 & 63])
            output.append(letters[triple & 63])
            position += 3
        }
        guard position < range.upperBound else { return }
        let isPair = range.upperBound - position == 2
        let rest = Int(bytes[position]) << 16 | (isPair ? Int(bytes[position + 1]) << 8 : 0)
        output.append(letters[rest >> 18])
        output.append(letters[rest >> 12 & 63])
        output.append(isPair ? letters[rest >> 6 & 63] : 0x3D)
        output.append(0x3D)
    }

    static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
}
