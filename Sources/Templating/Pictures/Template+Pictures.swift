extension Template {
    /// The template with other addresses for some of its pictures; they are to be safe in an attribute, such as `cid:logo`.
    package func replacingPictures(_ address: (Picture) -> String?) -> Template {
        var changes = pictures.compactMap { picture in address(picture).map { (picture.range, Array($0.utf8)) } }[...]
        guard !changes.isEmpty else { return self }
        var offset = 0
        return Template(parts.map { $0.replacing(&changes, &offset) }, in: place)
    }

    /// Whether the text may show the part of the letter with such a name: it says so, or what it shows comes from data.
    package func mayShow(contentID: String) -> Bool {
        var tokenizer = HTMLTokenizer()
        var watch = PictureWatch()
        for part in parts { part.walk(&tokenizer, &watch) }
        let hasHTML = holes.contains { if case .html = $0.format { true } else { false } }
        if watch.hasFilled || hasHTML { return true }
        // Styles may show pictures too: background: url(cid:logo).
        let name = Array("cid:\(contentID)".utf8)
        return parts.contains { $0.mentions(name) }
    }
}

extension Template.Part {
    fileprivate func replacing(_ changes: inout ArraySlice<(Range<Int>, [UInt8])>, _ offset: inout Int) -> Self {
        switch self {
        case .hole, .flow: return self
        case .section(let section, let parts): return .section(section, parts.map { $0.replacing(&changes, &offset) })
        case .constant(let bytes):
            var result: [UInt8] = []
            var done = 0
            while let (range, address) = changes.first, range.upperBound <= offset + bytes.count {
                result += bytes[done..<range.lowerBound - offset]
                result += address
                done = range.upperBound - offset
                changes.removeFirst()
            }
            offset += bytes.count
            return .constant(result + bytes[done...])
        }
    }

    /// Lets a tokenizer go over it.
    func walk(_ tokenizer: inout HTMLTokenizer, _ sink: inout some HTMLSink) {
        switch self {
        case .constant(let bytes): for byte in bytes { tokenizer.feed(byte, &sink) }
        case .hole, .flow: _ = tokenizer.hole(0)
        case .section(_, let parts): for part in parts { part.walk(&tokenizer, &sink) }
        }
    }

    fileprivate func mentions(_ name: [UInt8]) -> Bool {
        switch self {
        case .hole, .flow: return false
        case .section(_, let parts): return parts.contains { $0.mentions(name) }
        case .constant(let bytes):
            let text = TemplateText(bytes: bytes)
            var at = 0
            while let found = text.find(name, from: at) {
                at = found + name.count
                let next = text[at] ?? 0
                if !next.isLetter, !next.isDigit, next != UInt8(ascii: "_"), next != UInt8(ascii: "-") { return true }
            }
            return false
        }
    }
}
