extension NumberPattern {
    /// Why a text is not a number pattern.
    enum Flaw: Error, Hashable {
        /// No `0` or `#` in it: it may be meant for another type.
        case noDigits
        case openQuote
        /// Digits or signs out of order, such as `0#` or a second `.`.
        case order(Character)
    }

    /// Reads a pattern: `0` is a digit, `#` a digit that may be left out, `,` groups, `.` the decimal sign, `%` a hundredth, `'…'` text.
    init(reading text: String) throws(Flaw) {
        var rest = text[...]
        try self.init(half: &rest)
        if rest.first == ";" {
            rest.removeFirst()
            let other = try NumberPattern(half: &rest)
            negative = Affixes(prefix: other.prefix, suffix: other.suffix)
            if let character = rest.first { throw .order(character) }
        }
    }

    private init(half rest: inout Substring) throws(Flaw) {
        try readAffix(&rest, into: \.prefix)
        let body = rest.prefix { "#0,.".contains($0) }
        rest = rest.dropFirst(body.count)
        guard body.contains(where: { $0 == "0" || $0 == "#" }) else {
            throw body.isEmpty ? .noDigits : .order(body.first ?? ".")
        }
        try readBody(body)
        try readAffix(&rest, into: \.suffix)
        if let character = rest.first, character != ";" { throw .order(character) }
    }

    private mutating func readAffix(_ rest: inout Substring, into affix: WritableKeyPath<NumberPattern, String>)
        throws(Flaw)
    {
        while let character = rest.first, !"#0,.;".contains(character) {
            rest.removeFirst()
            switch character {
            case "'", "\"":
                if rest.first == character {
                    self[keyPath: affix].append(character)
                    rest.removeFirst()
                    continue
                }
                guard let end = rest.firstIndex(of: character) else { throw .openQuote }
                self[keyPath: affix] += rest[..<end]
                rest = rest[rest.index(after: end)...]
            case "%":
                shift = 2
                self[keyPath: affix].append(character)
            default: self[keyPath: affix].append(character)
            }
        }
    }

    private mutating func readBody(_ body: Substring) throws(Flaw) {
        let halves = body.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        var sinceComma: Int?
        for character in halves[0] {
            switch character {
            case ",":
                if let digits = sinceComma { furtherGroup = digits }
                sinceComma = 0
            case "#" where integerDigits > 0: throw .order(character)
            default:
                if character == "0" { integerDigits += 1 }
                if let digits = sinceComma { sinceComma = digits + 1 }
            }
        }
        if let digits = sinceComma {
            guard digits > 0 else { throw .order(",") }
            group = digits
        }
        guard halves.count == 2 else { return }
        for character in halves[1] {
            switch character {
            case "0" where mostFractionDigits == fractionDigits:
                fractionDigits += 1
                mostFractionDigits += 1
            case "#": mostFractionDigits += 1
            default: throw .order(character)
            }
        }
    }
}
