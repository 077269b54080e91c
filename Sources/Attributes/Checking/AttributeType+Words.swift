extension AttributeType {
    /// What belongs there, in words that follow "expected".
    func expectation(in context: CheckingContext) -> String {
        switch self {
        case .string: return "a text"
        case .number: return "a number such as 1234.50"
        case .boolean: return "true or false"
        case .datetime: return "a date and time such as 2026-12-01T10:00"
        case .duration: return "a duration such as PT1H30M or 1h30m"
        case .period: return "a period such as 2026-12-01T10:00/PT1H, or {start, end}"
        case .object(let fields): return "an object with \(fields.nameList)"
        case .map: return "an object of texts"
        case .account: return "an account's id, an e-mail address, or {Name, Address}"
        case .document:
            return context.takesPaths
                ? "a file's path, {Path}, or {Name, Extension, Content}" : "{Name, Extension, Content}"
        }
    }
}

extension Schema {
    /// The first names: `Title, Start, Participants, …`.
    var nameList: String {
        attributes.isEmpty
            ? "nothing in it" : names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }
}
