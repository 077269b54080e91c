internal import Attributes

extension LetterWriter {
    /// The least payload of an encoded word: one character of four bytes, in either encoding.
    private static let leastPayload = 12
    /// `=?utf-8?B?` and `?=`.
    private static let wordFrame = 12
    /// RFC 2047 §2: lines with encoded words, and the words themselves.
    static let wordLineLimit = 76
    private static let wordLimit = 75

    /// The least that an encoded word takes.
    static let leastWord = wordFrame + leastPayload

    /// How wide a text is as one encoded word, and the least word's width when it needs several.
    static func wordWidth(_ text: HeaderText) -> Int {
        let width = wordFrame + min(text.qCount, (text.count + 2) / 3 * 4)
        return width <= wordLimit ? max(width, leastWord) : leastWord
    }

    /// Whether a value may stand in a header at all; what keeps it out is reported.
    mutating func permits(_ text: HeaderText, as field: @autoclosure () -> String) -> Bool {
        guard let (byte, position) = text.forbidden else { return true }
        let name = byte == 0 ? "a NUL" : "a line break"
        report(
            field(), "\(name) stands at byte \(position + 1), and no header may hold one",
            remedy: "take it out of the value")
        return false
    }

    /// Writes a field whose value is free text: RFC 5322 §3.6.5 `unstructured`.
    mutating func unstructured(_ name: String, _ value: String, as field: @autoclosure () -> String) {
        let text = HeaderText(value)
        guard permits(text, as: field()) else { return }
        write(name)
        write(":")
        if text.needsEncoding {
            separate(before: Self.leastWord, limit: Self.wordLineLimit)
            encodedWords(value, text)
        } else {
            folded(value)
        }
        endLine()
    }

    /// Writes words of printable ASCII, each with the spaces before it, and folds before the spaces.
    private mutating func folded(_ value: String) {
        let utf8 = value.utf8.span
        var gap = 0
        var position = 0
        while position < utf8.count {
            var start = gap
            while start < utf8.count, utf8[start] == 0x20 { start += 1 }
            position = start
            while position < utf8.count, utf8[position] != 0x20 { position += 1 }
            let spaces = gap == 0 ? 1 : start - gap
            let width = spaces + position - start
            if column + width > Self.foldLimit, width <= Self.foldLimit || column + width > Self.lineLimit { endLine() }
            if gap == 0 { bytes.append(0x20) } else { write(utf8, gap..<start) }
            write(utf8, start..<position)
            gap = position
        }
    }

    /// Writes encoded words (RFC 2047) from where the line stands, B or Q, whichever is shorter.
    ///
    /// Each line keeps `reserve` octets free behind a word.
    mutating func encodedWords(_ value: String, _ text: HeaderText, reserve: Int = 0) {
        let utf8 = value.utf8.span
        let isQ = text.qCount <= (utf8.count + 2) / 3 * 4
        var position = 0
        while position < utf8.count {
            if position > 0 {
                endLine()
                bytes.append(0x20)
            }
            let room = min(Self.wordLimit, Self.wordLineLimit - column - reserve) - Self.wordFrame
            if !isQ, let end = endOfB(utf8, from: position, room: room) {
                write("=?utf-8?B?")
                Base64.append(utf8.extracting(position..<end), to: &bytes)
                position = end
            } else {
                write("=?utf-8?Q?")
                position = writeQ(utf8, from: position, room: room)
            }
            write("?=")
        }
    }

    /// Where a word in base64 ends: never within a character, and before the last word without padding.
    ///
    /// QUIRK: GMime up to 3.2.13 reads neighbouring words as one, and stops at a padding (its issue 133); others do so too.
    ///
    /// - Returns: `nil` when no word of whole characters has whole triples of bytes.
    private func endOfB(_ utf8: Span<UInt8>, from start: Int, room: Int) -> Int? {
        var end = start + room / 4 * 3
        guard end < utf8.count else { return utf8.count }
        while end > start, utf8[end] & 0xC0 == 0x80 { end -= 3 }
        return end > start ? end : nil
    }

    /// - Returns: Where the next word begins: never within a character.
    private mutating func writeQ(_ utf8: Span<UInt8>, from start: Int, room: Int) -> Int {
        var position = start
        var left = room
        while position < utf8.count {
            let end = utf8.characterEnd(after: position)
            let isLiteral = utf8[position] == 0x20 || ByteClass.of(utf8[position]).contains(.qWord)
            let width = isLiteral ? 1 : 3 * (end - position)
            guard width <= left else { break }
            left -= width
            if isLiteral {
                bytes.append(utf8[position] == 0x20 ? 0x5F : utf8[position])
            } else {
                for index in position..<end { writeHex(utf8[index], after: 0x3D) }
            }
            position = end
        }
        return position
    }

    /// Writes a byte as `=D0` or `%D0`.
    mutating func writeHex(_ byte: UInt8, after sign: UInt8) {
        let digits = QuotedPrintable.hexDigits.utf8Start
        bytes.append(sign)
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
    }

    /// Writes printable ASCII between quotes.
    mutating func quoted(_ value: String) {
        bytes.append(0x22)
        for byte in value.utf8 {
            if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}

extension Span<UInt8> {
    /// Where the UTF-8 sequence that begins at a position ends.
    func characterEnd(after position: Int) -> Int {
        var end = position + 1
        while end < count, self[end] & 0xC0 == 0x80 { end += 1 }
        return end
    }
}
