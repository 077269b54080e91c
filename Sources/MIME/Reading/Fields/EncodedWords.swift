internal import Attributes

/// Reads encoded words (RFC 2047) as they are, not as they ought to be.
///
/// Taken as well: words within quotes or within other words, spaces inside, a character or a group of base64 that is split between
/// two words, missing padding, and bytes beyond ASCII beside them.
enum EncodedWords {
    /// A word that was found.
    private struct Word {
        var charset: ArraySlice<UInt8>
        var isBase64: Bool
        var text: ArraySlice<UInt8>
        var end: Int
    }

    /// Words that follow one another and are decoded together.
    private struct Run {
        var charset: ArraySlice<UInt8>
        var bytes: [UInt8]
        /// Base64 that is not decoded yet, as it may go on in the next word.
        var base64: [UInt8]

        mutating func add(_ word: Word) {
            if word.isBase64 {
                if base64.count % 4 == 0 || base64.last == UInt8(ascii: "=") { flush() }
                base64 += word.text
            } else {
                flush()
                EncodedWords.appendQ(word.text, to: &bytes)
            }
        }

        mutating func flush() {
            guard !base64.isEmpty else { return }
            bytes += LenientBase64.decode(base64[...]).bytes
            base64 = []
        }
    }

    /// The text of an unfolded value.
    static func text(_ value: ArraySlice<UInt8>, _ decoder: TextDecoder) -> String {
        // Most values are ASCII without anything to decode.
        let first = value.firstIndex { $0 == 0x3D || $0 >= 0x80 || $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }
        guard first != nil else { return String(decoding: value, as: UTF8.self) }
        var text = ""
        var run: Run?
        var position = value.startIndex
        var plain = position
        while position < value.endIndex {
            guard let word = word(value, at: position) else {
                position += 1
                // On to what may be the next one.
                position = value[position...].firstIndex(of: 0x3D) ?? value.endIndex
                continue
            }
            let between = value[plain..<position]
            if run != nil, between.allSatisfy(\.isFieldSpace) {
                if run?.charset.elementsEqual(word.charset) == false { finish(&run, &text, decoder) }
            } else {
                finish(&run, &text, decoder)
                text += decoder.text(between, in: nil).text
            }
            if run == nil { run = Run(charset: word.charset, bytes: [], base64: []) }
            run?.add(word)
            position = word.end
            plain = position
        }
        finish(&run, &text, decoder)
        text += decoder.text(value[plain...], in: nil).text
        return FieldText.harmless(text)
    }

    private static func finish(_ run: inout Run?, _ text: inout String, _ decoder: TextDecoder) {
        guard var last = run else { return }
        last.flush()
        text += decoder.text(last.bytes[...], in: String(decoding: last.charset, as: UTF8.self)).text
        run = nil
    }

    // MARK: Finding

    /// Longer ones no charset has.
    private static let longestCharset = 60

    private static func word(_ value: ArraySlice<UInt8>, at start: Int) -> Word? {
        guard let head = head(value, at: start) else { return nil }
        var position = head.text
        while position < value.endIndex {
            let byte = value[position]
            let next = position + 1 < value.endIndex ? value[position + 1] : 0
            if byte == 0x3F, next == 0x3D, !isEscape(value, position, head.isBase64) {
                return Word(
                    charset: head.charset, isBase64: head.isBase64, text: value[head.text..<position],
                    end: position + 2)
            }
            // The next word begins, and this one has no end.
            if byte == 0x3D, next == 0x3F, position > head.text, Self.head(value, at: position) != nil { return nil }
            position += 1
        }
        // QUIRK: words that were cut off at the end of the field.
        guard head.isBase64, value.endIndex > head.text else { return nil }
        let text = value[head.text...]
        let isWhole = text.allSatisfy { LenientBase64.isDigit($0) || $0 == 0x3D || $0 == 0x3F }
        return isWhole ? Word(charset: head.charset, isBase64: true, text: text, end: value.endIndex) : nil
    }

    /// QUIRK: a `?` that should have been encoded, with an encoded byte behind it: `why?=20not`.
    private static func isEscape(_ value: ArraySlice<UInt8>, _ position: Int, _ isBase64: Bool) -> Bool {
        guard !isBase64, position + 3 < value.endIndex, hex(value[position + 2]) != nil, hex(value[position + 3]) != nil
        else { return false }
        var end = position + 4
        while end + 1 < value.endIndex, !value[end].isFieldSpace, end - position < 80 {
            if value[end] == 0x3F, value[end + 1] == 0x3D { return true }
            if value[end] == 0x3D, value[end + 1] == 0x3F { return false }
            end += 1
        }
        return false
    }

    /// `=?charset*language?Q?`: the charset, the kind, and where the text begins.
    private static func head(
        _ value: ArraySlice<UInt8>, at start: Int
    ) -> (charset: ArraySlice<UInt8>, isBase64: Bool, text: Int)? {
        guard start + 6 < value.endIndex, value[start] == 0x3D, value[start + 1] == 0x3F else { return nil }
        var position = start + 2
        while position < value.endIndex, value[position] != 0x3F {
            guard value[position] > 0x20, value[position] < 0x7F, position - start < longestCharset else { return nil }
            position += 1
        }
        guard position + 2 < value.endIndex, value[position + 2] == 0x3F else { return nil }
        let charset = value[(start + 2)..<position].prefix { $0 != UInt8(ascii: "*") }
        switch value[position + 1] | 0x20 {
        case UInt8(ascii: "b"): return (charset, true, position + 3)
        case UInt8(ascii: "q"): return (charset, false, position + 3)
        default: return nil
        }
    }

    // MARK: Decoding

    private static func appendQ(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) {
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            if byte == 0x3D, position + 2 < text.endIndex, let high = hex(text[position + 1]),
                let low = hex(text[position + 2])
            {
                bytes.append(high << 4 | low)
                position += 3
            } else {
                bytes.append(byte == 0x5F ? 0x20 : byte)
                position += 1
            }
        }
    }

    /// The value of a hexadecimal digit.
    static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }
}
