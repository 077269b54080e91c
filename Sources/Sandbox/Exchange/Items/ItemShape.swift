internal import XML

/// Which properties of items are asked for.
struct ItemShape {
    enum Base: String {
        case idOnly = "IdOnly"
        case standard = "Default"
        case all = "AllProperties"
    }

    var base = Base.idOnly
    /// Local names: `Subject` of `item:Subject`.
    var asked: Set<String> = []
    /// Names of header fields in small letters.
    var headers: Set<String> = []
    /// `Best`, `HTML` or `Text`.
    var body = "Best"
    /// A search: strings are cut at 255 characters, and there are no bodies.
    var isSearch = false
    /// Property tags as numbers: 0x1090.
    var tags: Set<Int> = []

    /// - Parameters:
    ///   - element: `ItemShape`.
    ///   - version: What the client has asked for.
    ///   - isSearch: The operation gives no bodies.
    ///   - isStrict: It refuses to, and does not only leave them out.
    /// - Throws: For a property that the client's version does not know.
    init(
        _ element: XMLElement?, _ version: ExchangeVersion, isSearch: Bool = false, isStrict: Bool = true
    ) throws(EWSError) {
        base = element?["BaseShape"].flatMap { Base(rawValue: $0.trimmed) } ?? .idOnly
        body = element?["BodyType"]?.trimmed ?? "Best"
        self.isSearch = isSearch
        if element?["IncludeMimeContent"]?.isTrue == true { asked.insert("MimeContent") }
        for path in element?["AdditionalProperties"]?.children ?? [] {
            let uri = path.attributes["FieldURI"] ?? ""
            if path.name == "IndexedFieldURI", uri == "item:InternetMessageHeader" {
                headers.insert(path.attributes["FieldIndex"]?.lowercased() ?? "")
            }
            if let tag = path.attributes["PropertyTag"].flatMap({ PropertyTag.number($0) }) { tags.insert(tag) }
            guard path.name == "FieldURI" else { continue }
            let name = uri.split(separator: ":").last.map(String.init) ?? ""
            if ["Flag", "TextBody", "Preview"].contains(name), version < .exchange2013 {
                throw EWSError("ErrorInvalidPropertyRequest", "The property '\(uri)' is not valid for this version.")
            }
            asked.insert(name)
        }
        let bodies = ["MimeContent", "Body", "TextBody", "UniqueBody", "Attachments"]
        if isSearch, !isStrict { asked.subtract(bodies) }
        if isSearch, let name = bodies.first(where: asked.contains) {
            throw EWSError("ErrorInvalidPropertyRequest", "A search can't give the property '\(name)'.")
        }
    }

    func has(_ name: String, isDefault: Bool) -> Bool {
        if asked.contains(name) { return true }
        switch base {
        case .idOnly: return false
        case .standard: return isDefault
        case .all: return name != "MimeContent" && name != "TextBody" && name != "UniqueBody"
        }
    }
}
