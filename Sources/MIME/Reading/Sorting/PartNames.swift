/// What a part's header calls it.
struct PartNames {
    /// `nil` or not blank.
    var name: String?
    var isAttachment = false
    var isInline = false
    /// Without angle brackets.
    var contentID: String?

    init(_ part: LetterPart, _ bytes: [UInt8], _ decoder: TextDecoder) {
        if let field = part.field(.contentDisposition) {
            let value = FieldText.unfolded(bytes, field.value)
            let end = value.position(of: 0x3B) ?? value.count
            let word = String(decoding: value[..<end].filter { !$0.isFieldSpace }, as: UTF8.self).lowercased()
            // QUIRK: some leave the word out: `filename=x.pdf`.
            let isLeftOut = word.contains("=")
            let parameters = FieldParameters(isLeftOut ? value[...] : value[min(end + 1, value.count)...])
            // Whatever is not inline is an attachment: RFC 2183 §2.8.
            isInline = word == "inline"
            isAttachment = !isInline && !word.isEmpty
            name = parameters.text("filename", decoder) ?? parameters.text("name", decoder)
        }
        if name?.isEmpty ?? true { name = part.type.parameters.text("name", decoder) }
        if name?.isEmpty ?? true { name = part.type.parameters.text("filename", decoder) }
        if name?.isEmpty == true { name = nil }
        if let field = part.field(.contentID) {
            let value = FieldText.unfolded(bytes, field.value).filter { !$0.isFieldSpace }
            let inner = value.first == 0x3C && value.last == 0x3E ? value.dropFirst().dropLast() : value[...]
            if !inner.isEmpty { contentID = FieldText.harmless(String(decoding: inner, as: UTF8.self)) }
        }
    }
}
