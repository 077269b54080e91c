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
        fill(&output, by: (bytes.count + 2) / 3 * 4, from: bytes) { input, start, pairs in
            encode(input, to: start, pairs)
        }
    }

    /// Appends lines as letters carry them (RFC 2045 section 6.8): 76 characters and CRLF, the last line too.
    package static func appendLines(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        fill(&output, by: linesCount(of: bytes.count), from: bytes) { input, start, pairs in
            var next = start
            var position = 0
            while position < input.count {
                let end = min(position + bytesPerLine, input.count)
                next = encode(UnsafeBufferPointer(rebasing: input[position..<end]), to: next, pairs)
                next[0] = 0x0D
                next[1] = 0x0A
                next += 2
                position = end
            }
            return next
        }
    }

    /// How many bytes such lines have, their ends counted.
    package static func linesCount(of count: Int) -> Int {
        (count + 2) / 3 * 4 + (count + bytesPerLine - 1) / bytesPerLine * 2
    }

    /// Appends `count` bytes that a body writes behind one another; the body returns where it ended.
    private static func fill(
        _ output: inout [UInt8], by count: Int, from bytes: Span<UInt8>,
        _ body: (UnsafeBufferPointer<UInt8>, UnsafeMutablePointer<UInt8>, UnsafePointer<UInt16>)
            -> UnsafeMutablePointer<UInt8>
    ) {
        guard count > 0 else { return }
        output.append(addingCapacity: count) { output in
            output.withUnsafeMutableBufferPointer { buffer, initialized in
                guard let start = buffer.baseAddress?.advanced(by: initialized) else { return }
                let end = bytes.withUnsafeBufferPointer { input in
                    pairs.withUnsafeBufferPointer { pairs in
                        pairs.baseAddress.map { body(input, start, $0) } ?? start
                    }
                }
                precondition(end - start == count, "base64 has another length than was reckoned")
                initialized += count
            }
        }
    }

    /// Writes a text with its padding.
    ///
    /// - Returns: Where it ends.
    @inline(__always)
    @discardableResult
    private static func encode(
        _ input: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>, _ pairs: UnsafePointer<UInt16>
    ) -> UnsafeMutablePointer<UInt8> {
        guard let bytes = input.baseAddress else { return output }
        let raw = UnsafeRawPointer(bytes)
        var target = UnsafeMutableRawPointer(output)
        var position = 0
        // Six bytes become eight characters; eight are loaded, so two must follow.
        while position + 8 <= input.count {
            let bits = UInt64(bigEndian: raw.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let first = UInt64(pairs[Int(truncatingIfNeeded: bits &>> 52)])
            let second = UInt64(pairs[Int(truncatingIfNeeded: bits &>> 40 & 0xFFF)])
            let third = UInt64(pairs[Int(truncatingIfNeeded: bits &>> 28 & 0xFFF)])
            let fourth = UInt64(pairs[Int(truncatingIfNeeded: bits &>> 16 & 0xFFF)])
            target.storeBytes(
                of: (first | second &<< 16 | third &<< 32 | fourth &<< 48).littleEndian, as: UInt64.self)
            target += 8
            position += 6
        }
        while position + 3 <= input.count {
            let bits = Int(bytes[position]) &<< 16 | Int(bytes[position + 1]) &<< 8 | Int(bytes[position + 2])
            let (first, second) = (UInt32(pairs[bits &>> 12]), UInt32(pairs[bits & 0xFFF]))
            target.storeBytes(of: (first | second &<< 16).littleEndian, as: UInt32.self)
            target += 4
            position += 3
        }
        guard position < input.count else { return target.assumingMemoryBound(to: UInt8.self) }
        let isPair = input.count - position == 2
        let rest = Int(bytes[position]) &<< 16 | (isPair ? Int(bytes[position + 1]) &<< 8 : 0)
        let second = isPair ? UInt32(pairs[rest & 0xFFF] & 0xFF) | 0x3D00 : 0x3D3D
        target.storeBytes(of: (UInt32(pairs[rest &>> 12]) | second &<< 16).littleEndian, as: UInt32.self)
        return (target + 4).assumingMemoryBound(to: UInt8.self)
    }

    static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    /// The two characters of each twelve bits, the first in the low byte.
    private static let pairs: [UInt16] = (0..<4096).map { bits in
        UInt16(alphabet.utf8Start[bits >> 6]) | UInt16(alphabet.utf8Start[bits & 63]) << 8
    }
}
