extension IMAPText {
    /// The ENVELOPE of a letter (RFC 3501 section 7.4.2).
    mutating func envelope(_ part: MailPart, _ letter: [UInt8]) {
        add("(")
        field(part, "date", letter)
        add(" ")
        field(part, "subject", letter)
        let from = addresses(part, "from", letter)
        let sender = addresses(part, "sender", letter)
        let replyTo = addresses(part, "reply-to", letter)
        list(from)
        list(sender.isEmpty ? from : sender)
        list(replyTo.isEmpty ? from : replyTo)
        for name in ["to", "cc", "bcc"] { list(addresses(part, name, letter)) }
        add(" ")
        field(part, "in-reply-to", letter)
        add(" ")
        field(part, "message-id", letter)
        add(")")
    }

    private mutating func field(_ part: MailPart, _ name: String, _ letter: [UInt8]) {
        guard let field = part.field(name) else { return add("NIL") }
        string(Self.unfolded(letter[field.value])[...])
    }

    /// Without line ends, and without spaces around it.
    static func unfolded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        let text = value.filter { $0 != 0x0D && $0 != 0x0A && $0 != 0 }
        let start = text.firstIndex { $0 != 0x20 && $0 != 0x09 } ?? text.endIndex
        let end = text.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? start
        return Array(text[start..<end])
    }

    private func addresses(_ part: MailPart, _ name: String, _ letter: [UInt8]) -> [MailAddress] {
        part.fields.filter { $0.name == name }.flatMap { MailAddressReader.read(letter[$0.value]) }
    }

    private mutating func list(_ addresses: [MailAddress]) {
        guard !addresses.isEmpty else { return add(" NIL") }
        add(" (")
        for address in addresses {
            add("(")
            string(address.name)
            add(" NIL ")
            string(address.local)
            add(" ")
            string(address.domain)
            add(")")
        }
        add(")")
    }

    /// The BODYSTRUCTURE of a part, or with less in it its BODY (RFC 3501 section 7.4.2).
    mutating func structure(_ part: MailPart, _ letter: [UInt8], isFull: Bool) {
        add("(")
        if part.isMultipart {
            for child in part.children { structure(child, letter, isFull: isFull) }
            add(" ")
            string(part.content.subtype)
            if isFull {
                add(" ")
                parameters(part.content.parameters)
            }
        } else {
            single(part, letter, isFull: isFull)
        }
        if isFull {
            add(" ")
            disposition(part, letter)
            add(" ")
            field(part, "content-language", letter)
            add(" ")
            field(part, "content-location", letter)
        }
        add(")")
    }

    private mutating func single(_ part: MailPart, _ letter: [UInt8], isFull: Bool) {
        // A multipart without parts is a text to look at.
        let content = part.content.type == "multipart" ? .plain : part.content
        string(content.type)
        add(" ")
        string(content.subtype)
        add(" ")
        parameters(content.parameters)
        for name in ["content-id", "content-description"] {
            add(" ")
            field(part, name, letter)
        }
        add(" ")
        let encoding = part.field("content-transfer-encoding").map { Self.unfolded(letter[$0.value]) } ?? []
        string(encoding.isEmpty ? Array("7bit".utf8)[...] : encoding[...])
        add(" \(part.body.count)")
        let lines = letter[part.body].reduce(into: 0) { count, byte in if byte == 0x0A { count += 1 } }
        if let inner = part.letter {
            add(" ")
            envelope(inner, letter)
            add(" ")
            structure(inner, letter, isFull: isFull)
            add(" \(lines)")
        } else if content.type == "text" {
            add(" \(lines)")
        }
        if isFull {
            add(" ")
            field(part, "content-md5", letter)
        }
    }

    private mutating func disposition(_ part: MailPart, _ letter: [UInt8]) {
        guard let field = part.field("content-disposition") else { return add("NIL") }
        let (word, parameters) = MailContentType.read(letter[field.value])
        guard !word.isEmpty else { return add("NIL") }
        add("(")
        string(word)
        add(" ")
        self.parameters(parameters)
        add(")")
    }
}
