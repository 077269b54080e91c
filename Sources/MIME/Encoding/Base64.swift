/// Base64 in lines as mail carries it (RFC 2045 §6.8): 76 characters and CRLF, the last line too.
enum Base64 {
    static let bytesPerLine = 57

    /// How many bytes come out, line ends counted.
    static func encodedCount(of count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }

    /// Appends the lines.
    static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.append(addingCapacity: encodedCount(of: bytes.count)) { output in
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

    /// Appends one line without its end.
    static func appendUnbroken(_ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]) {
        output.append(addingCapacity: (range.count + 2) / 3 * 4) { output in
            encode(bytes, range, into: &output)
        }
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

    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
}
