extension DatePattern {
    /// Why a text is not a date pattern.
    enum Flaw: Error, Hashable {
        /// No letter of a date in it: it may be meant for another type.
        case noDate
        case openQuote
        /// A letter that stands for nothing, with the letter that was probably meant.
        case letter(Character, mended: String?)
        /// More of a letter than has a meaning.
        case count(String, mended: String)
    }

    /// Reads a pattern: letters are fields, `'…'` and all other characters stand for themselves, `''` is an apostrophe.
    init(reading text: String) throws(Flaw) {
        var items: [Item] = []
        var literal = ""
        var rest = text[...]
        func flush() {
            if !literal.isEmpty { items.append(.literal(literal)) }
            literal = ""
        }
        while let character = rest.first {
            switch character {
            case "'", "\"":
                rest.removeFirst()
                literal += try Self.quoted(&rest, by: character)
            case "a"..."z", "A"..."Z":
                let run = rest.prefix { $0 == character }
                rest = rest.dropFirst(run.count)
                let item = try Self.item(character, run.count)
                flush()
                items.append(item)
            default:
                literal.append(character)
                rest.removeFirst()
            }
        }
        flush()
        guard items.contains(where: { if case .literal = $0 { false } else { true } }) else { throw .noDate }
        self.init(items)
    }

    /// A pattern with a date and minutes but no hour: `mm` was written for `MM`.
    var mistakesMinutesForMonths: Bool {
        var hasHour = false
        var hasMinute = false
        var hasMonth = false
        var hasDate = false
        for item in items {
            switch item {
            case .hour12, .hour24: hasHour = true
            case .minute: hasMinute = true
            case .month: hasMonth = true
            case .day, .year: hasDate = true
            default: break
            }
        }
        return hasMinute && hasDate && !hasHour && !hasMonth
    }

    private static func quoted(_ rest: inout Substring, by quote: Character) throws(Flaw) -> String {
        if rest.first == quote {
            rest.removeFirst()
            return String(quote)
        }
        var text = ""
        while let character = rest.popFirst() {
            if character != quote {
                text.append(character)
            } else if rest.first == quote {
                text.append(quote)
                rest.removeFirst()
            } else {
                return text
            }
        }
        throw .openQuote
    }

    private static func item(_ letter: Character, _ count: Int) throws(Flaw) -> Item {
        func upTo(_ most: Int) throws(Flaw) -> Int {
            if count > most {
                throw .count(String(repeating: letter, count: count), mended: String(repeating: letter, count: most))
            }
            return count
        }
        switch letter {
        case "y": return .year(try upTo(4))
        case "M": return .month(try upTo(4), alone: false)
        case "L": return .month(try upTo(4), alone: true)
        case "d": return .day(try upTo(2))
        case "H": return .hour24(try upTo(2))
        case "h": return .hour12(try upTo(2))
        case "m": return .minute(try upTo(2))
        case "s": return .second(try upTo(2))
        case "S": return .fraction(try upTo(9))
        case "a":
            _ = try upTo(1)
            return .half
        case "E": return .weekday(max(3, try upTo(4)))
        case "Z":
            _ = try upTo(3)
            return .offset(.basic, zuluForUTC: false)
        case "x", "X": return .offset([.short, .basic, .extended][try upTo(3) - 1], zuluForUTC: letter == "X")
        case "z":
            _ = try upTo(1)
            return .zone
        default:
            let mended: [Character: Character] = ["Y": "y", "u": "y", "D": "d", "e": "E", "c": "E", "k": "H", "K": "h"]
            throw .letter(
                letter, mended: mended[letter].map { String(repeating: $0, count: min(count, $0 == "d" ? 2 : 4)) })
        }
    }
}
