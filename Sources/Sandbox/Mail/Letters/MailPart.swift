/// A part of a letter's tree, as IMAP speaks of it (RFC 3501 section 6.4.5).
struct MailPart {
    /// Deeper parts are not taken apart.
    private static let deepest = 24
    /// Further parts of one multipart are not looked for.
    private static let mostChildren = 1_000

    var fields: [MailField]
    /// With the blank line.
    var header: Range<Int>
    /// Encoded, and without the line end that belongs to the boundary behind it.
    var body: Range<Int>
    var content: MailContentType
    /// Of a multipart its parts, of a `message/rfc822` the letter in it.
    var children: [MailPart] = []

    var isMultipart: Bool { content.type == "multipart" && !children.isEmpty }
    /// The letter in a `message/rfc822`.
    var letter: MailPart? { content.type == "message" && content.subtype == "rfc822" ? children.first : nil }

    init(_ bytes: [UInt8]) { self.init(bytes, 0..<bytes.count, within: nil, depth: 0) }

    /// A letter's own header, without its parts.
    init(header bytes: [UInt8]) {
        let scan = MailField.scan(bytes, 0..<bytes.count)
        self.init(fields: scan.fields, header: 0..<scan.body, body: scan.body..<bytes.count, content: .plain)
    }

    private init(fields: [MailField], header: Range<Int>, body: Range<Int>, content: MailContentType) {
        self.fields = fields
        self.header = header
        self.body = body
        self.content = content
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>, within parent: MailContentType?, depth: Int) {
        let scan = MailField.scan(bytes, range)
        fields = scan.fields
        header = range.lowerBound..<scan.body
        body = scan.body..<range.upperBound
        let isDigest = parent?.type == "multipart" && parent?.subtype == "digest"
        content = isDigest ? .letter : .plain
        if let field = scan.fields.first(where: { $0.name == "content-type" }),
            let given = MailContentType(bytes[field.value])
        {
            content = given
        }
        guard depth < Self.deepest else { return }
        if content.type == "multipart", let boundary = content.parameter("boundary"), !boundary.isEmpty {
            children = Self.split(bytes, body, at: boundary).prefix(Self.mostChildren).map {
                MailPart(bytes, $0, within: content, depth: depth + 1)
            }
        } else if content.type == "message", content.subtype == "rfc822" {
            children = [MailPart(bytes, body, within: nil, depth: depth + 1)]
        }
    }

    /// The first field of a name.
    func field(_ name: String) -> MailField? { fields.first { $0.name == name } }

    private static func split(_ bytes: [UInt8], _ range: Range<Int>, at boundary: String) -> [Range<Int>] {
        let mark = Array("--\(boundary)".utf8)
        var result: [Range<Int>] = []
        var start: Int?
        var position = range.lowerBound
        while position < range.upperBound {
            let end = bytes[position..<range.upperBound].firstIndex(of: 0x0A) ?? range.upperBound
            if bytes[position..<end].starts(with: mark) {
                let rest = bytes[(position + mark.count)..<end]
                let isLast = rest.starts(with: [0x2D, 0x2D])
                if isLast || rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                    if let start { result.append(start..<max(start, withoutLineEnd(bytes, position))) }
                    start = isLast ? nil : min(end + 1, range.upperBound)
                    if isLast { return result }
                }
            }
            position = end + 1
        }
        if let start { result.append(start..<range.upperBound) }
        return result
    }

    private static func withoutLineEnd(_ bytes: [UInt8], _ end: Int) -> Int {
        guard end > 0, bytes[end - 1] == 0x0A else { return end }
        return end > 1 && bytes[end - 2] == 0x0D ? end - 2 : end - 1
    }
}
