internal import Attributes
internal import Diagnostics

extension LetterWriter {
    /// Writes the letter's parts, and the line end that the last one may lack.
    mutating func body(_ part: Part) {
        write(part)
        if !isAtLineStart, !bytes.isEmpty, bytes.last != 0x0A { endLine() }
    }

    private mutating func write(_ part: Part) {
        switch part {
        case .text(let type, let text): self.text(type, text)
        case .multipart(let kind, let parts): multipart(kind, parts)
        case .calendar(let invitation): calendar(invitation)
        case .file(let file, let role): self.file(file, role)
        }
    }

    private mutating func text(_ type: StaticString, _ text: [UInt8]) {
        let body = BodyText(text)
        write("Content-Type: ")
        write(type)
        write("; charset=UTF-8")
        endLine()
        beginBody(body.encoding.name)
        switch body.encoding {
        case .sevenBit: write(body.bytes.span, 0..<body.bytes.count)
        case .quotedPrintable(let count): QuotedPrintable.append(body.bytes.span, count: count, to: &bytes)
        case .base64: base64(body.bytes)
        }
    }

    /// Writes Content-Transfer-Encoding and the blank line.
    private mutating func beginBody(_ encoding: StaticString) {
        write("Content-Transfer-Encoding: ")
        write(encoding)
        endLine()
        endLine()
        isAtLineStart = false
    }

    private mutating func base64(_ content: [UInt8]) {
        Base64.appendLines(content.span, to: &bytes)
        isAtLineStart = !content.isEmpty
    }

    private mutating func multipart(_ kind: Part.Multipart, _ parts: [Part]) {
        write("Content-Type: ")
        write(kind.type)
        write(";")
        endLine()
        // RFC 2387: the type of the first part.
        write(kind == .related ? " type=\"text/html\"; boundary=\"" : " boundary=\"")
        boundary(kind)
        write("\"")
        endLine()
        endLine()
        isAtLineStart = true
        for part in parts {
            delimiter(kind)
            endLine()
            write(part)
        }
        delimiter(kind)
        write("--")
        endLine()
        isAtLineStart = true
    }

    /// Writes `--` and the boundary on a new line; the line end before it belongs to it, not to the part.
    private mutating func delimiter(_ kind: Part.Multipart) {
        if !isAtLineStart { endLine() }
        write("--")
        boundary(kind)
    }

    /// Writes a boundary that no content has: neither base64 nor quoted-printable hold `=_`, and no text with it goes as 7bit.
    private mutating func boundary(_ kind: Part.Multipart) {
        write("=_")
        bytes.append(kind.mark)
        write(boundarySeed)
    }

    /// Writes the part that mail clients act on: never an attachment, RFC 6047 §2.4.
    private mutating func calendar(_ invitation: Draft.Invitation) {
        guard !invitation.method.isEmpty,
            invitation.method.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else {
            report("meeting.method", "the calendar's method is not a word in capitals", remedy: "use REQUEST or CANCEL")
            return
        }
        write("Content-Type: text/calendar; charset=UTF-8; method=")
        write(invitation.method)
        endLine()
        beginBody("base64")
        base64(invitation.calendar)
    }

    private mutating func file(_ file: Draft.File, _ role: Part.Role) {
        let name = file.document.name
        let text = HeaderText(name)
        guard permits(text, as: "\(role.field).name") else { return }
        write("Content-Type: ")
        write(role.type ?? MediaType.of(fileName: name))
        if !name.isEmpty { nameParameter(name, text) }
        endLine()
        write(role.disposition)
        if !name.isEmpty { fileNameParameter(name, text) }
        endLine()
        if let id = file.contentID { contentID(id, as: role.field) }
        beginBody("base64")
        switch file.document.content {
        case .bytes(let content): base64(content)
        case .file(let path, let size):
            insert(path: path, size: size)
            isAtLineStart = size > 0
        }
    }

    private mutating func contentID(_ id: String, as field: String) {
        let isFit = { (byte: UInt8) in
            ByteClass.of(byte).contains(.atom) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "@")
        }
        guard !id.isEmpty, id.utf8.count <= 200, id.utf8.allSatisfy(isFit) else {
            report(
                "\(field).content-id", "'\(Visible.shortened(id, to: 64))' can't be referred to by cid:",
                remedy: "name it with Latin letters, digits, '-', '_' and '.'")
            return
        }
        write("Content-ID: <")
        write(id)
        write(">")
        endLine()
    }
}

extension Part.Role {
    /// Where flaws are.
    fileprivate var field: String {
        switch self {
        case .attached(let number): "attachments[\(number)]"
        case .inline(let number): "inline[\(number)]"
        case .invite: "meeting"
        }
    }

    fileprivate var disposition: StaticString {
        switch self {
        case .attached, .invite: "Content-Disposition: attachment"
        case .inline: "Content-Disposition: inline"
        }
    }

    /// `nil` when the file's name decides.
    fileprivate var type: StaticString? {
        if case .invite = self { "application/ics" } else { nil }
    }
}
