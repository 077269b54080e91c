/// A field of a header, where it stands in the letter.
struct MailField {
    /// In small letters.
    var name: String
    /// From the name's first byte to behind the line end.
    var line: Range<Int>
    /// Behind the colon, folded, without the last line end.
    var value: Range<Int>

    /// The fields from a place on, and where the body begins: behind the first blank line.
    static func scan(_ bytes: [UInt8], _ range: Range<Int>) -> (fields: [MailField], body: Int) {
        var fields: [MailField] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let end = bytes[position..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
            let next = min(end + 1, range.upperBound)
            let text = end > position && bytes[end - 1] == 0x0D ? end - 1 : end
            if text == position { return (fields, next) }
            if bytes[position] == 0x20 || bytes[position] == 0x09 {
                if let last = fields.indices.last {
                    fields[last].line = fields[last].line.lowerBound..<next
                    fields[last].value = fields[last].value.lowerBound..<text
                }
            } else if let colon = bytes[position..<text].firstIndex(of: 0x3A) {
                let name = String(decoding: bytes[position..<colon], as: UTF8.self)
                    .lowercased().split(whereSeparator: \.isWhitespace).joined()
                fields.append(MailField(name: name, line: position..<next, value: (colon + 1)..<text))
            }
            position = next
        }
        return (fields, range.upperBound)
    }
}
