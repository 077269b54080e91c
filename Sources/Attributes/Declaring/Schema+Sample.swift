extension Schema {
    /// Data such as might be submitted: every attribute has a believable value, and all of it passes `check`.
    package func sample() -> JSON {
        .object(
            attributes.map { attribute in
                let value = attribute.sample
                return JSON.Member(name: attribute.name, value: attribute.isArray ? .array([value]) : value)
            })
    }
}

extension Attribute {
    fileprivate var sample: JSON {
        switch type {
        case .string: return .string(text)
        case .number: return .number("1234.50")
        case .boolean: return true
        case .datetime: return .string(isAmong("end", "until", "due", "to") ? "2026-12-01T11:00" : "2026-12-01T10:00")
        case .duration: return "PT1H30M"
        case .period: return "2026-12-01T10:00/PT1H"
        case .object(let fields): return fields.sample()
        case .map: return ["key": "value"]
        case .account: return ["Name": "Ivan Petrov", "Address": "ivan@example.com"]
        case .document:
            return [
                "Name": "agenda", "Extension": ".txt",
                "Content": .string(Base64.encode(Array("1. Plans\r\n2. Questions\r\n".utf8))),
            ]
        }
    }

    /// What a text of this name may hold.
    private var text: String {
        if isAmong("mail", "email", "address", "cc", "bcc", "sender", "recipient") { return "ivan@example.com" }
        if isAmong("url", "link", "site", "href") { return "https://example.com/" }
        if isAmong("phone", "mobile") { return "+7 495 000-00-00" }
        if isAmong("place", "location", "room") { return "Room 42" }
        if isAmong("name") { return "Ivan Petrov" }
        if isAmong("number", "id", "code", "key", "case") { return "A-42" }
        return "Sample \(title ?? name)"
    }

    /// Whether one of the words of the name, `ClientEmail` or `reply_to`, is among these.
    private func isAmong(_ words: String...) -> Bool {
        var found = ""
        for character in name {
            if character.isUppercase, found.last?.isLowercase == true { found.append(" ") }
            found += character == "_" || character == "-" ? " " : character.lowercased()
        }
        return found.split(separator: " ").contains { words.contains(String($0)) }
    }
}
