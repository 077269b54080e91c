extension IMAPCriteria {
    private static let deepest = 20

    /// Why what stands behind SEARCH can't be looked for.
    enum Problem: Error, Equatable {
        case malformed(String)
        case charset
    }

    /// Reads the arguments of SEARCH.
    static func read(_ arguments: [IMAPArgument]) throws(Problem) -> IMAPCriteria {
        var rest = arguments[...]
        if rest.first?.word == "CHARSET" {
            guard let name = rest.dropFirst().first?.text?.uppercased() else {
                throw .malformed("CHARSET wants a name")
            }
            guard name == "UTF-8" || name == "US-ASCII" else { throw .charset }
            rest = rest.dropFirst(2)
        }
        guard !rest.isEmpty else { throw .malformed("SEARCH wants criteria, such as ALL") }
        return try all(&rest, depth: 0)
    }

    private static func all(_ rest: inout ArraySlice<IMAPArgument>, depth: Int) throws(Problem) -> IMAPCriteria {
        var criteria: [IMAPCriteria] = []
        while !rest.isEmpty { criteria.append(try next(&rest, depth: depth)) }
        return .all(of: criteria)
    }

    private static func next(_ rest: inout ArraySlice<IMAPArgument>, depth: Int) throws(Problem) -> IMAPCriteria {
        guard depth < deepest else { throw .malformed("criteria are too deep in each other") }
        guard let argument = rest.popFirst() else { throw .malformed("a criterion is missing") }
        if case .list(let items) = argument {
            var inside = items[...]
            return try all(&inside, depth: depth + 1)
        }
        guard let word = argument.word else { throw .malformed("a criterion is a word") }
        switch word {
        case "ALL", "OLD": return .all(of: [])
        case "NEW", "RECENT": return .nothing
        case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN": return .flag("\\" + word)
        case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN": return .not(.flag("\\" + word.dropFirst(2)))
        case "KEYWORD": return .flag(try text(&rest, word))
        case "UNKEYWORD": return .not(.flag(try text(&rest, word)))
        case "NOT": return .not(try next(&rest, depth: depth + 1))
        case "OR":
            let one = try next(&rest, depth: depth + 1)
            return .either(one, try next(&rest, depth: depth + 1))
        case "BEFORE": return .before(try day(&rest, word))
        case "SINCE": return .since(try day(&rest, word))
        case "ON":
            let day = try day(&rest, word)
            return .all(of: [.since(day), .before(day + 1)])
        case "SENTBEFORE": return .sentBefore(try day(&rest, word))
        case "SENTSINCE": return .sentSince(try day(&rest, word))
        case "SENTON":
            let day = try day(&rest, word)
            return .all(of: [.sentSince(day), .sentBefore(day + 1)])
        case "LARGER": return .larger(try number(&rest, word))
        case "SMALLER": return .smaller(try number(&rest, word))
        case "BCC", "CC", "FROM", "SUBJECT", "TO": return .field(word.lowercased(), try text(&rest, word))
        case "HEADER":
            let name = try text(&rest, word).lowercased()
            return .field(name, try text(&rest, word))
        case "BODY": return .body(try text(&rest, word))
        case "TEXT": return .text(try text(&rest, word))
        case "UID":
            guard let numbers = rest.popFirst()?.text.flatMap({ IMAPNumbers($0) }) else {
                throw .malformed("UID wants numbers: UID 1:*")
            }
            return .uids(numbers)
        default:
            guard let numbers = IMAPNumbers(word) else { throw .malformed("nothing is known as \(word.prefix(40))") }
            return .numbers(numbers)
        }
    }

    private static func text(_ rest: inout ArraySlice<IMAPArgument>, _ word: String) throws(Problem) -> String {
        guard let text = rest.popFirst()?.text else { throw .malformed("\(word) wants a text") }
        return text
    }

    private static func number(_ rest: inout ArraySlice<IMAPArgument>, _ word: String) throws(Problem) -> Int {
        guard let number = rest.popFirst()?.text.flatMap({ UInt32($0) }) else {
            throw .malformed("\(word) wants a number")
        }
        return Int(number)
    }

    private static func day(_ rest: inout ArraySlice<IMAPArgument>, _ word: String) throws(Problem) -> Int {
        guard let day = rest.popFirst()?.text.flatMap({ MailTime.date($0[...]) }) else {
            throw .malformed("\(word) wants a date: 1-Dec-2026")
        }
        return day
    }
}
