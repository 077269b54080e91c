extension Template {
    /// The template with a signature: before `</body>`, or in plain text after the line `-- ` (RFC 3676, section 4.3).
    ///
    /// The signature is HTML for an HTML template, else plain text, and stands as it is.
    package func signed(_ signature: String) -> Template {
        guard !signature.isEmpty else { return self }
        if place == .html {
            var signed = parts
            let (part, offset) = endOfBody
            if case .constant(let bytes) = part < parts.count ? parts[part] : nil {
                let end = Array(bytes[offset...])
                signed[part] = .constant(bytes[..<offset] + Array(signature.utf8) + end)
            } else {
                signed.append(.constant(Array(signature.utf8)))
            }
            return Template(signed, in: place)
        }
        var signed = parts
        var mark = "\n-- \n\(signature)"
        if case .flow = parts.last {
            // It ends its last line itself.
            mark.removeFirst()
        } else if parts.isEmpty {
            mark.removeFirst()
        } else if case .constant(var bytes) = parts.last {
            while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
            signed[parts.count - 1] = .constant(bytes)
        }
        signed.append(.constant(Array(mark.utf8)))
        return Template(signed.joined, in: place)
    }

    /// Where `</body>` begins, else `</html>`, else the end: the part's number and the offset in it.
    private var endOfBody: (part: Int, offset: Int) {
        var tokenizer = HTMLTokenizer()
        var watch = Watch()
        var body: (Int, Int)?
        var html: (Int, Int)?
        for (number, part) in parts.enumerated() {
            guard case .constant(let bytes) = part else {
                part.walk(&tokenizer, &watch)
                continue
            }
            var opener = 0
            for (offset, byte) in bytes.enumerated() {
                watch.ended = nil
                if byte == UInt8(ascii: "<") { opener = offset }
                tokenizer.feed(byte, &watch)
                if watch.ended == "body" { body = (number, opener) }
                if watch.ended == "html" { html = (number, opener) }
            }
        }
        return body ?? html ?? (parts.count, 0)
    }

    /// Remembers the end tag that just came.
    private struct Watch: HTMLSink {
        var ended: String?

        mutating func text(_ byte: UInt8) {}
        mutating func start(_ tag: HTMLTag) {}
        mutating func end(_ name: String) { ended = name }
    }
}
