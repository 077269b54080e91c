/// Looks for the few bytes of a JSON text that mean something, eight at a time.
enum ByteScan {
    /// How far from `start` the bytes of a string stand for themselves: up to a quote, a backslash, a control character or the end.
    static func plain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        scan(bytes, from: start, isASCIIOnly: false)
    }

    /// The same, for writing: stops also at DEL and at what is not ASCII.
    static func plainASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        scan(bytes, from: start, isASCIIOnly: true)
    }

    private static func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, isASCIIOnly: Bool) -> Int {
        guard let base = bytes.baseAddress else { return start }
        let count = bytes.count
        var at = start
        while true {
            // One by one up to a word's boundary; between the boundaries, whole words.
            while at < count, UInt(bitPattern: base + at) & 7 != 0 {
                if isStop(base[at], isASCIIOnly) { return at }
                at += 1
            }
            guard at + 8 <= count else { break }
            let words = (count - at) / 8
            at +=
                8
                * (base + at).withMemoryRebound(to: UInt64.self, capacity: words) { plainWords($0, words, isASCIIOnly) }
            // A word with a stop in it, or the rest that fills no word.
            for _ in 0..<min(8, count - at) {
                if isStop(base[at], isASCIIOnly) { return at }
                at += 1
            }
        }
        while at < count, !isStop(base[at], isASCIIOnly) { at += 1 }
        return at
    }

    /// How many words have no stop in them.
    ///
    /// `(x - 0x01…) & ~x` has the top bit of the first byte set that is 0, and perhaps of some behind it: see Sean Eron Anderson, "Bit
    /// Twiddling Hacks". The constants are written out, because a build for debugging folds nothing.
    private static func plainWords(_ words: UnsafePointer<UInt64>, _ count: Int, _ isASCIIOnly: Bool) -> Int {
        var index = 0
        while index < count {
            let word = words[index]
            let quotes = word ^ 0x2222_2222_2222_2222
            let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
            var stops =
                ((word &- 0x2020_2020_2020_2020) & ~word) | ((quotes &- 0x0101_0101_0101_0101) & ~quotes)
                | ((backslashes &- 0x0101_0101_0101_0101) & ~backslashes)
            if isASCIIOnly {
                let deletes = word ^ 0x7F7F_7F7F_7F7F_7F7F
                stops |= word | ((deletes &- 0x0101_0101_0101_0101) & ~deletes)
            }
            if stops & 0x8080_8080_8080_8080 != 0 { return index }
            index += 1
        }
        return index
    }

    private static func isStop(_ byte: UInt8, _ isASCIIOnly: Bool) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || isASCIIOnly && byte >= 0x7F
    }

    /// The offset of the first byte that is not UTF-8 (RFC 3629: no overlong forms, no surrogates), or `nil`.
    static func firstInvalidUTF8(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let length = sequenceLength(bytes[at...])
            if length == 0 { return at }
            at += length
        }
        return nil
    }

    /// The bytes of the character that begins here, 0 when it is none.
    private static func sequenceLength(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        func byte(_ offset: Int, in range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            bytes.startIndex + offset < bytes.endIndex && range.contains(bytes[bytes.startIndex + offset])
        }
        switch bytes[bytes.startIndex] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return byte(1) ? 2 : 0
        case 0xE0: return byte(1, in: 0xA0...0xBF) && byte(2) ? 3 : 0
        case 0xED: return byte(1, in: 0x80...0x9F) && byte(2) ? 3 : 0
        case 0xE1...0xEF: return byte(1) && byte(2) ? 3 : 0
        case 0xF0: return byte(1, in: 0x90...0xBF) && byte(2) && byte(3) ? 4 : 0
        case 0xF1...0xF3: return byte(1) && byte(2) && byte(3) ? 4 : 0
        case 0xF4: return byte(1, in: 0x80...0x8F) && byte(2) && byte(3) ? 4 : 0
        default: return 0
        }
    }
}
