import Attributes

/// Reads what people write as values: numbers and dates as they write them in the route's language.
struct TypedText {
    let type: AttributeType
    let language: LanguageTag
    let zone: Zone

    /// The value as a message carries it; `nil` for a text that is none of the type.
    func value(of written: String) -> JSON? {
        let text = written.trimmingWhitespace()
        switch type {
        case .string: return .string(text)
        case .number: return number(text).map { .number($0) }
        case .boolean: return boolean(text).map { .bool($0) }
        case .datetime: return instant(text).map { .string($0.iso8601(in: zone)) }
        case .duration: return duration(text).map { .string($0.iso8601) }
        case .period: return period(text)
        case .map: return map(text)
        case .object(let fields): return object(text, fields)
        case .account, .document: return nil
        }
    }

    /// A period whose ends are known apart.
    func period(from start: String, to end: String) -> JSON? {
        guard let first = instant(start.trimmingWhitespace()) else { return nil }
        guard let last = instant(end.trimmingWhitespace()) ?? duration(end.trimmingWhitespace()).map({ first + $0 }),
            last >= first
        else { return nil }
        return ["Start": .string(first.iso8601(in: zone)), "End": .string(last.iso8601(in: zone))]
    }

    /// An object whose fields are named groups; a field that is no value of its type makes it none, if it is required.
    func object(of groups: [(name: String, text: String?)], as fields: Schema) -> JSON? {
        var members: [JSON.Member] = []
        for field in fields.attributes {
            let text = groups.first { $0.name == field.name }?.text
            let value = text.flatMap { TypedText(type: field.type, language: language, zone: zone).value(of: $0) }
            if value == nil, field.isRequired { return nil }
            members.append(.init(name: field.name, value: value ?? .null))
        }
        return .object(members)
    }

    /// Pairs of two groups: the key and what belongs to it.
    func map(of matches: [[String?]]) -> JSON? {
        var members: [JSON.Member] = []
        for texts in matches where texts.count > 2 {
            let key = (texts[1] ?? "").trimmingWhitespace()
            guard !key.isEmpty, !members.contains(where: { $0.name == key }) else { continue }
            members.append(.init(name: key, value: .string((texts[2] ?? "").trimmingWhitespace())))
        }
        return .object(members)
    }

    // MARK: Whole texts

    private func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "да", "yes", "true", "1", "+", "y", "д": true
        case "нет", "no", "false", "0", "-", "n", "н": false
        default: nil
        }
    }

    /// `start/end`, or two dates with a dash between them, or `с … по …`.
    private func period(_ text: String) -> JSON? {
        if let period = try? Period(text, in: zone) {
            return ["Start": .string(period.start.iso8601(in: zone)), "End": .string(period.end.iso8601(in: zone))]
        }
        for separator in [" – ", " — ", " - ", "–", "—", " по ", " до ", " to ", " until ", "/"] {
            guard let range = text.firstRange(of: separator) else { continue }
            var start = text[..<range.lowerBound]
            for word in ["с ", "С ", "from ", "From "] where start.hasPrefix(word) {
                start = start.dropFirst(word.count)
            }
            if let found = period(from: String(start), to: String(text[range.upperBound...])) { return found }
        }
        return nil
    }

    /// JSON, or lines such as `Name: Anna`.
    private func map(_ text: String) -> JSON? {
        if case .object(let members)? = try? JSON.read(Array(text.utf8)) {
            return .object(
                members.compactMap { member in
                    switch member.value {
                    case .string, .number, .bool:
                        let text = member.value.text ?? member.value.printed()
                        return .init(name: member.name, value: .string(text))
                    default: return nil
                    }
                })
        }
        let pairs: [[String?]] = text.split(whereSeparator: \.isNewline).compactMap { line in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return [nil, String(line[..<colon]), String(line[colon...].dropFirst())]
        }
        return map(of: pairs)
    }

    /// JSON with the declared fields, or lines such as `Number: 17`.
    private func object(_ text: String, _ fields: Schema) -> JSON? {
        guard case .object(let members)? = map(text) else { return nil }
        return object(of: members.map { (name: $0.name, text: $0.value.text) }, as: fields)
    }
}
