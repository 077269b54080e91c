/// Base64 by RFC 4648 section 4, read strictly except for line breaks.
package enum Base64 {
    /// Why a text is not base64.
    package enum Problem: Error, Hashable, Sendable {
        /// The first character that is none of the alphabet, counted in bytes from 1.
        case character(at: Int)
        /// Characters are missing at the end, or the padding is.
        case cutShort
        /// Bits that no byte takes are set: the text was cut, or made by something else.
        case looseBits
        /// `-` and `_` instead of `+` and `/`.
        case urlAlphabet
        /// More bytes than the limit.
        case tooLong
    }

    /// The bytes that a text stands for.
    ///
    /// The limit is in decoded bytes; a longer text is not read to its end.
    package static func decode(_ text: String, atMost limit: Int) throws(Problem) -> [UInt8] {
        var text = text
        return try text.withUTF8 { decode($0, atMost: limit) }.get()
    }

    private static func decode(_ input: UnsafeBufferPointer<UInt8>, atMost limit: Int) -> Result<[UInt8], Problem> {
        // A line break of two characters after every four is the most that any program writes.
        guard input.count / 6 * 3 <= limit else { return .failure(.tooLong) }
        var problem: Problem?
        let bytes = [UInt8](unsafeUninitializedCapacity: input.count / 4 * 3 + 3) { output, count in
            problem = values.withUnsafeBufferPointer { fill(output, &count, from: input, $0) }
        }
        if let problem { return .failure(problem) }
        return bytes.count <= limit ? .success(bytes) : .failure(.tooLong)
    }

    /// Decodes until the end or the first mistake.
    private static func fill(
        _ output: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int, from input: UnsafeBufferPointer<UInt8>,
        _ values: UnsafeBufferPointer<UInt32>
    ) -> Problem? {
        var at = 0
        var written = 0
        defer { count = written }
        while true {
            // Whole groups of four, as long as nothing else stands among them.
            while at + 4 <= input.count {
                let (first, second) = (values[Int(input[at])], values[Int(input[at + 1])])
                let (third, fourth) = (values[Int(input[at + 2])], values[Int(input[at + 3])])
                if first | second | third | fourth > 63 { break }
                let bits = first &<< 18 | second &<< 12 | third &<< 6 | fourth
                output[written] = UInt8(truncatingIfNeeded: bits &>> 16)
                output[written + 1] = UInt8(truncatingIfNeeded: bits &>> 8)
                output[written + 2] = UInt8(truncatingIfNeeded: bits)
                at += 4
                written += 3
            }
            // One group by hand: it has a line break, its padding or a mistake in it, or is the last.
            var group: UInt32 = 0
            var characters = 0
            var padding = 0
            while at < input.count, characters + padding < 4 {
                let byte = input[at]
                at += 1
                if byte == 0x0A || byte == 0x0D { continue }
                if byte == UInt8(ascii: "="), characters >= 2 {
                    padding += 1
                    group <<= 6
                    continue
                }
                let value = values[Int(byte)]
                if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") { return .urlAlphabet }
                guard value < 64, padding == 0 else { return .character(at: at) }
                group = group << 6 | value
                characters += 1
            }
            if characters + padding == 0 { return nil }
            guard characters + padding == 4 else { return .cutShort }
            for index in 0..<(characters - 1) {
                output[written] = UInt8(truncatingIfNeeded: group >> UInt32(16 - 8 * index))
                written += 1
            }
            guard padding > 0 else { continue }
            if group & (padding == 1 ? 0xFF : 0xFFFF) != 0 { return .looseBits }
            while at < input.count {
                at += 1
                if input[at - 1] != 0x0A, input[at - 1] != 0x0D { return .character(at: at) }
            }
            return nil
        }
    }

    /// The six bits of each character of the alphabet; 255 for the rest.
    private static let values: [UInt32] = {
        var values = [UInt32](repeating: 0xFF, count: 256)
        for value in 0..<alphabet.utf8CodeUnitCount { values[Int(alphabet.utf8Start[value])] = UInt32(value) }
        return values
    }()
}
