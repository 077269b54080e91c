/// Values of fields as text.
enum FieldText {
    /// A value's bytes without line ends and without spaces at both ends.
    static func unfolded(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, bytes[start].isFieldSpace { start += 1 }
        while end > start, bytes[end - 1].isFieldSpace { end -= 1 }
        let feed = bytes.position(of: 0x0A, from: start)
        guard let feed, feed < end else { return Array(bytes[start..<end]) }
        return [UInt8](unsafeUninitializedCapacity: end - start) { value, count in
            for position in start..<end where bytes[position] != 0x0A && bytes[position] != 0x0D {
                value[count] = bytes[position]
                count += 1
            }
        }
    }

    /// The whole value, decoded; nothing in it can end a line.
    static func text(_ bytes: [UInt8], _ range: Range<Int>, _ decoder: TextDecoder) -> String {
        EncodedWords.text(unfolded(bytes, range)[...], decoder)
    }

    /// Control characters become spaces: no value may end a line, wherever it is written next.
    static func harmless(_ text: String) -> String {
        let mayHarm = text.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.contains { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }
        }
        guard mayHarm ?? true else { return text }
        return String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.value {
                    case 0x09: scalar
                    case 0..<0x20, 0x7F, 0x80..<0xA0, 0x2028, 0x2029: " "
                    default: scalar
                    }
                }))
    }
}

extension UInt8 {
    /// White space of headers, and what no value may begin or end with.
    var isFieldSpace: Bool { self == 0x20 || self == 0x09 || self == 0x0A || self == 0x0D || self == 0 }
}

extension ArraySlice<UInt8> {
    /// Without white space at both ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first.isFieldSpace { slice.removeFirst() }
        while let last = slice.last, last.isFieldSpace { slice.removeLast() }
        return slice
    }
}
