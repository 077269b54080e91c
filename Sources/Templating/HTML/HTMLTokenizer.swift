/// Walks through HTML byte by byte and knows at each where it is (HTML Standard, 13.2.5 "Tokenization").
///
/// It follows the standard's states but for those within scripts, where no placeholder may stand anyway.
struct HTMLTokenizer {
    enum State: Equatable {
        case text
        case tagOpen, endTagOpen, tagName
        case beforeAttribute, attributeName, afterAttributeName, beforeValue, quotedValue(UInt8), unquotedValue
        case afterValue
        case markupDeclaration, bogusComment
        case commentStart, commentStartDash, comment, commentEndDash, commentEnd, commentEndBang
        case raw, rawLess, rawEndTag
    }

    private(set) var state = State.text
    private var name: [UInt8] = []
    private var isEndTag = false
    private var endsWithSlash = false
    private(set) var tag = HTMLTag(name: "")
    private(set) var attribute: [UInt8] = []
    var value: [HTMLTag.Piece] = []
    var valueStart = 0
    /// Bytes so far.
    private(set) var fed = 0
    /// Start tags and end tags so far.
    private(set) var tags = 0
    private(set) var address = AddressState()
    /// Whether the attribute's value is one.
    private var isAddress = false
    /// The element whose end tag alone ends the text; blank outside one.
    private(set) var element = ""
    private(set) var isEscapable = false

    /// Whether what comes next is no text and holds no placeholders: a comment, a script, a style.
    var isInRaw: Bool {
        switch state {
        case .raw, .rawLess, .rawEndTag: !isEscapable
        case .markupDeclaration, .bogusComment, .commentStart, .commentStartDash, .comment, .commentEndDash,
            .commentEnd, .commentEndBang:
            true
        default: false
        }
    }

    /// Whether what comes next is text between tags.
    var isInText: Bool { state == .text }

    /// Whether a placeholder in the current URL became part of a scheme by what followed it.
    var hasFilledScheme: Bool { address.hasFilledScheme }

    mutating func feed(_ byte: UInt8, _ sink: inout some HTMLSink) {
        step(byte, &sink)
        fed += 1
    }

    /// The same as each byte after the other; runs of text and values, of which most pages consist, are taken whole.
    mutating func feed(_ bytes: UnsafeBufferPointer<UInt8>, _ sink: inout some HTMLSink) {
        var at = 0
        while at < bytes.count {
            if state == .text {
                let end = bytes[at...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
                sink.text(bytes[at..<end])
                fed += end - at
                at = end
                if at == bytes.count { return }
            } else if case .quotedValue(let quote) = state {
                let end = bytes[at...].firstIndex(of: quote) ?? bytes.count
                append(bytes[at..<end])
                fed += end - at
                at = end
                if at == bytes.count { return }
            }
            feed(bytes[at], &sink)
            at += 1
        }
    }

    private mutating func step(_ byte: UInt8, _ sink: inout some HTMLSink) {
        switch state {
        case .text:
            if byte == UInt8(ascii: "<") { state = .tagOpen } else { sink.text(byte) }
        case .tagOpen, .endTagOpen, .tagName: feedTagName(byte, &sink)
        case .beforeAttribute, .attributeName, .afterAttributeName, .beforeValue, .quotedValue, .unquotedValue,
            .afterValue:
            feedAttribute(byte, &sink)
        case .markupDeclaration, .bogusComment, .commentStart, .commentStartDash, .comment, .commentEndDash,
            .commentEnd, .commentEndBang:
            feedComment(byte)
        case .raw, .rawLess, .rawEndTag: feedRaw(byte, &sink)
        }
    }

    /// Where a placeholder stands that comes next; the tag's values name it by its number.
    mutating func hole(_ number: Int) -> HTMLContext {
        switch state {
        case .text: return .text
        case .raw where isEscapable: return .escapable
        case .raw, .rawLess, .rawEndTag:
            if !isEscapable { return .raw(element: element) }
            state = .raw
            return .tagName
        case .tagOpen, .endTagOpen:
            state = .text
            return .tagName
        case .tagName: return .tagName
        case .beforeAttribute, .attributeName, .afterAttributeName, .afterValue: return .attributeName
        case .beforeValue, .unquotedValue:
            state = .unquotedValue
            return .unquoted(attribute: attributeText)
        case .quotedValue:
            if value.isEmpty { valueStart = fed }
            value.append(.hole(number))
            if isAddress {
                return address.hole().map(HTMLContext.address) ?? .scriptAddress(attribute: attributeText)
            }
            return .quoted(attribute: attributeText)
        case .markupDeclaration:
            state = .bogusComment
            return .comment
        case .bogusComment, .commentStart, .commentStartDash, .comment, .commentEndDash, .commentEnd, .commentEndBang:
            return .comment
        }
    }

    var attributeText: String { String(decoding: attribute, as: UTF8.self) }

    // MARK: Tags

    private mutating func feedTagName(_ byte: UInt8, _ sink: inout some HTMLSink) {
        switch (state, byte) {
        case (.tagOpen, UInt8(ascii: "!")):
            name = []
            state = .markupDeclaration
        case (.tagOpen, UInt8(ascii: "/")): state = .endTagOpen
        case (.tagOpen, UInt8(ascii: "?")): state = .bogusComment
        case (.tagOpen, _) where byte.isLetter, (.endTagOpen, _) where byte.isLetter:
            if case .endTagOpen = state { isEndTag = true } else { isEndTag = false }
            name = [byte.lowered]
            tags += 1
            tag = HTMLTag(name: "")
            state = .tagName
        case (.tagOpen, _):
            sink.text(UInt8(ascii: "<"))
            state = .text
            step(byte, &sink)
        case (.endTagOpen, UInt8(ascii: ">")): state = .text
        case (.endTagOpen, _): state = .bogusComment
        case (_, UInt8(ascii: ">")):
            endsWithSlash = false
            finishTag(&sink)
        case _ where byte.isSpace || byte == UInt8(ascii: "/"):
            endsWithSlash = byte == UInt8(ascii: "/")
            state = .beforeAttribute
        default: name.append(byte.lowered)
        }
    }

    private mutating func finishTag(_ sink: inout some HTMLSink) {
        finishAttribute()
        let text = String(decoding: name, as: UTF8.self)
        state = .text
        if isEndTag { return sink.end(text) }
        tag.name = text
        tag.isSelfClosing = endsWithSlash
        sink.start(tag)
        isEscapable = Elements.escapable.contains(text)
        if isEscapable || Elements.raw.contains(text) {
            element = text
            state = .raw
        }
    }

    private mutating func startAttribute(_ byte: UInt8) {
        finishAttribute()
        attribute = [byte.lowered]
        address = AddressState()
        state = .attributeName
    }

    private mutating func finishAttribute() {
        if !attribute.isEmpty { tag.attributes.append((attributeText, value, valueStart)) }
        attribute = []
        value = []
    }

    private mutating func feedAttribute(_ byte: UInt8, _ sink: inout some HTMLSink) {
        defer { endsWithSlash = byte == UInt8(ascii: "/") && state == .beforeAttribute }
        switch state {
        case .beforeValue:
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): state = .quotedValue(byte)
            case UInt8(ascii: ">"): finishTag(&sink)
            case _ where byte.isSpace: break
            default:
                append(byte)
                state = .unquotedValue
            }
        case .quotedValue(let quote):
            if byte == quote { state = .afterValue } else { append(byte) }
        case .unquotedValue:
            switch byte {
            case UInt8(ascii: ">"): finishTag(&sink)
            case _ where byte.isSpace: state = .beforeAttribute
            default: append(byte)
            }
        default:
            switch byte {
            case UInt8(ascii: ">"): finishTag(&sink)
            case UInt8(ascii: "/"): state = .beforeAttribute
            case _ where byte.isSpace:
                if case .attributeName = state {
                    state = .afterAttributeName
                } else if case .afterValue = state {
                    state = .beforeAttribute
                }
            case UInt8(ascii: "="):
                switch state {
                case .attributeName, .afterAttributeName:
                    isAddress = Elements.addresses.contains(attributeText)
                    state = .beforeValue
                default: startAttribute(byte)
                }
            default:
                if case .attributeName = state { attribute.append(byte.lowered) } else { startAttribute(byte) }
            }
        }
    }

    private mutating func append(_ byte: UInt8) { append(CollectionOfOne(byte)) }

    private mutating func append(_ bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty else { return }
        if isAddress { for byte in bytes { address.feed(byte) } }
        if value.isEmpty { valueStart = fed }
        guard let last = value.indices.last, case .bytes(var collected) = value[last] else {
            return value.append(.bytes(Array(bytes)))
        }
        // Taken out first, so that what there is already is not copied.
        value[last] = .bytes([])
        collected += bytes
        value[last] = .bytes(collected)
    }

    // MARK: Comments

    private mutating func feedComment(_ byte: UInt8) {
        let isDash = byte == UInt8(ascii: "-")
        let isEnd = byte == UInt8(ascii: ">")
        switch state {
        case .markupDeclaration:
            if isDash, name.isEmpty {
                name = [byte]
            } else if isDash {
                state = .commentStart
            } else {
                state = isEnd ? .text : .bogusComment
            }
        case .bogusComment: if isEnd { state = .text }
        case .commentStart: state = isDash ? .commentStartDash : isEnd ? .text : .comment
        case .commentStartDash: state = isDash ? .commentEnd : isEnd ? .text : .comment
        case .comment: if isDash { state = .commentEndDash }
        case .commentEndDash: state = isDash ? .commentEnd : .comment
        case .commentEnd:
            state = isEnd ? .text : byte == UInt8(ascii: "!") ? .commentEndBang : isDash ? .commentEnd : .comment
        default: state = isDash ? .commentEndDash : isEnd ? .text : .comment
        }
    }

    // MARK: Elements without markup inside

    private mutating func feedRaw(_ byte: UInt8, _ sink: inout some HTMLSink) {
        switch state {
        case .rawLess where byte == UInt8(ascii: "/"):
            name = []
            state = .rawEndTag
        case .rawEndTag where byte.isLetter && name.count < element.utf8.count: name.append(byte.lowered)
        case .rawEndTag
        where (byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte.isSpace)
            && name.elementsEqual(element.utf8) && element != "plaintext":
            isEndTag = true
            tags += 1
            tag = HTMLTag(name: "")
            state = .tagName
            feedTagName(byte, &sink)
        case .raw:
            if byte == UInt8(ascii: "<") { state = .rawLess } else if isEscapable { sink.text(byte) }
        default:
            if isEscapable {
                sink.text(UInt8(ascii: "<"))
                if case .rawEndTag = state {
                    sink.text(UInt8(ascii: "/"))
                    for byte in name { sink.text(byte) }
                }
            }
            state = .raw
            feedRaw(byte, &sink)
        }
    }
}
