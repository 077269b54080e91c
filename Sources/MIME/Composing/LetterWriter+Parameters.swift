extension LetterWriter {
    /// Writes `; name="value"`, the value in printable ASCII.
    mutating func parameter(_ name: StaticString, quoted value: String) {
        write(";")
        separate(before: name.utf8CodeUnitCount + 3 + value.utf8.count)
        write(name)
        write("=")
        quoted(value)
    }

    /// Writes a file's name as Content-Type's `name`.
    ///
    /// QUIRK: the standards know of no such parameter, but Outlook and others look for the name there and want it in encoded
    /// words, which RFC 2047 §5 forbids between quotes. Thunderbird and Outlook write it so too; whoever follows the standards
    /// reads `filename`.
    ///
    /// QUIRK: GMime decodes the words before it looks for the quotes: a quote in the name would end it, and what follows would be
    /// parameters of its own. Such names, which no Windows has, go the way of `filename`.
    mutating func nameParameter(_ fileName: String, _ text: HeaderText) {
        guard !isPlainParameter("name", text) else { return parameter("name", quoted: fileName) }
        guard text.escapes == 0 else { return parameter("name", extended: fileName) }
        write(";")
        separate(before: 6 + Self.wordWidth(text) + 1, limit: Self.wordLineLimit)
        write("name=\"")
        encodedWords(fileName, text, reserve: 1)
        write("\"")
    }

    /// Writes a file's name as Content-Disposition's `filename`: RFC 2183, and RFC 2231 beyond short ASCII.
    mutating func fileNameParameter(_ fileName: String, _ text: HeaderText) {
        guard !isPlainParameter("filename", text) else { return parameter("filename", quoted: fileName) }
        parameter("filename", extended: fileName)
    }

    /// Writes `; filename*=UTF-8''%D0%9F.pdf`, and in pieces when it is long: `filename*0*=UTF-8''%D0…; filename*1*=…`.
    private mutating func parameter(_ name: StaticString, extended value: String) {
        let utf8 = value.utf8.span
        var width = name.utf8CodeUnitCount + 9
        for position in utf8.indices { width += ByteClass.of(utf8[position]).contains(.parameter) ? 1 : 3 }
        write(";")
        if 1 + width <= Self.foldLimit {
            separate(before: width)
            write(name)
            write("*=UTF-8''")
            _ = percentEncoded(utf8, from: 0, until: .max)
            return
        }
        var position = 0
        var section = 0
        while position < utf8.count {
            if section > 0 { write(";") }
            endLine()
            write(" \(name)*\(section)*=")
            if section == 0 { write("UTF-8''") }
            // One octet stays free for the semicolon.
            position = percentEncoded(utf8, from: position, until: Self.foldLimit - 1)
            section += 1
        }
    }

    private func isPlainParameter(_ name: StaticString, _ text: HeaderText) -> Bool {
        !text.needsEncoding && 1 + name.utf8CodeUnitCount + 3 + text.count + text.escapes <= Self.foldLimit
    }

    /// Writes whole characters as long as they end before a column.
    ///
    /// - Returns: Where the next character begins.
    private mutating func percentEncoded(_ utf8: Span<UInt8>, from start: Int, until limit: Int) -> Int {
        var position = start
        while position < utf8.count {
            let end = utf8.characterEnd(after: position)
            let isLiteral = ByteClass.of(utf8[position]).contains(.parameter)
            guard column + (isLiteral ? 1 : 3 * (end - position)) <= limit else { break }
            if isLiteral {
                bytes.append(utf8[position])
            } else {
                for index in position..<end { writeHex(utf8[index], after: 0x25) }
            }
            position = end
        }
        return position
    }
}
