/// A part of a letter's tree, and where it stands.
struct LetterPart {
    var fields: [RawField]
    var type: ContentType
    /// Encoded, and without the line end that belongs to the boundary behind it.
    var body: Range<Int>
    var children: [LetterPart] = []

    /// The first one of a name: what stands behind it was added by others.
    func field(_ name: FieldName) -> RawField? { fields.first { $0.name == name } }
}

/// What a Content-Type says, in small letters but for the parameters' values.
struct ContentType {
    var type: String
    var subtype: String
    var parameters: FieldParameters

    var name: String { "\(type)/\(subtype)" }

    static let plain = ContentType(type: "text", subtype: "plain", parameters: FieldParameters())
    static let letter = ContentType(type: "message", subtype: "rfc822", parameters: FieldParameters())

    func isType(_ type: String, _ subtype: String) -> Bool { self.type == type && self.subtype == subtype }
}
