/// Reads a regular expression: what Perl, Python and JavaScript have in common, apart from what makes matching slow.
///
/// Looking ahead or behind and back-references are refused: with them a letter could be written that keeps a mailbox busy for years.
struct PatternReader {
    struct Problem: Error {
        var words: String
    }

    /// Characters of an expression.
    static let longest = 500
    /// How often `{n}` may repeat.
    static let mostRepeats = 1000

    private let text: [Unicode.Scalar]
    private var at = 0
    private var depth = 0
    private var ignoresCase = false
    private var isMultiline = false
    private var dotTakesLineEnds = false
    private(set) var groups = 0
    private(set) var names: [String: Int] = [:]

    init(_ text: String) throws(Problem) {
        guard text.unicodeScalars.count <= Self.longest else {
            throw Problem(words: "it is longer than \(Self.longest) characters")
        }
        self.text = Array(text.unicodeScalars)
    }

    mutating func read() throws(Problem) -> PatternNode {
        let node = try choice()
        if at < text.count { throw Problem(words: "')' closes nothing") }
        return node
    }

    private var next: Unicode.Scalar? { at < text.count ? text[at] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        at += 1
        return true
    }

    private mutating func take(_ words: String) -> Bool {
        let scalars = Array(words.unicodeScalars)
        guard text[at...].starts(with: scalars) else { return false }
        at += scalars.count
        return true
    }

    private mutating func choice() throws(Problem) -> PatternNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= 50 else { throw Problem(words: "its parentheses are too deep") }
        var nodes = [try sequence()]
        while take("|") { nodes.append(try sequence()) }
        return nodes.count == 1 ? nodes[0] : .choice(nodes)
    }

    private mutating func sequence() throws(Problem) -> PatternNode {
        var nodes: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            nodes.append(try quantified(try atom()))
        }
        return nodes.count == 1 ? nodes[0] : .sequence(nodes)
    }

    private mutating func quantified(_ node: PatternNode) throws(Problem) -> PatternNode {
        let range: (Int, Int?)
        if take("*") {
            range = (0, nil)
        } else if take("+") {
            range = (1, nil)
        } else if take("?") {
            range = (0, 1)
        } else if next == "{", let counted = try counts() {
            range = counted
        } else {
            return node
        }
        if case .assertion = node { throw Problem(words: "an edge can't be repeated") }
        let isLazy = take("?")
        if take("+") { throw Problem(words: "'++', '*+' and '?+' are not known here; one sign is enough") }
        if let next, ["*", "?", "+"].contains(next) { throw Problem(words: "two repetitions follow each other") }
        return .repeated(node, least: range.0, most: range.1, isLazy: isLazy)
    }

    /// `{3}`, `{2,}` or `{2,5}`; `nil` when the brace is an ordinary character.
    private mutating func counts() throws(Problem) -> (Int, Int?)? {
        let start = at
        at += 1
        let least = number()
        var most = least
        if take(",") { most = number() }
        guard let least, take("}") else {
            at = start
            return nil
        }
        if let most, most < least { throw Problem(words: "{\(least),\(most)} repeats less than it must") }
        guard max(least, most ?? 0) <= Self.mostRepeats else {
            throw Problem(words: "nothing may be repeated more than \(Self.mostRepeats) times by a number")
        }
        return (least, most)
    }

    private mutating func number() -> Int? {
        var digits = ""
        while let scalar = next, ("0"..."9").contains(scalar), digits.count < 6 {
            digits.unicodeScalars.append(scalar)
            at += 1
        }
        return Int(digits)
    }

    private mutating func atom() throws(Problem) -> PatternNode {
        guard let scalar = next else { return .nothing }
        at += 1
        switch scalar {
        case "(": return try parentheses()
        case "[": return .set(try characterClass())
        case ".": return .set(dotTakesLineEnds ? .all : .line)
        case "^": return .assertion(isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(isMultiline ? .lineEnd : .textEnd)
        case "*", "+", "?": throw Problem(words: "there is nothing before '\(scalar)' to repeat")
        case "\\": return try escaped()
        default:
            if scalar == "{", try startsCount() { throw Problem(words: "there is nothing before '{' to repeat") }
            return .set(folded(scalar))
        }
    }

    private mutating func startsCount() throws(Problem) -> Bool {
        let start = at
        at -= 1
        let isCount = try counts() != nil
        at = start
        return isCount
    }

    private func folded(_ scalar: Unicode.Scalar) -> ScalarSet {
        let set = ScalarSet([scalar.value...scalar.value])
        return ignoresCase ? set.ignoringCase : set
    }

    private mutating func parentheses() throws(Problem) -> PatternNode {
        let outer = (ignoresCase, isMultiline, dotTakesLineEnds)
        var number: Int?
        if take("?") {
            if take("P<")
                || next == "<"
                    && !(text[at...].starts(with: "<=".unicodeScalars)
                        || text[at...].starts(with: "<!".unicodeScalars))
            {
                _ = take("<")
                number = try named()
            } else if next == "=" || next == "!" || next == "<" {
                throw Problem(words: "it looks ahead or behind, which is not known here; put what you want in a group")
            } else if !take(":") {
                guard try flags() else { return .nothing }
            }
        } else {
            groups += 1
            number = groups
        }
        let inner = try choice()
        guard take(")") else { throw Problem(words: "a '(' is not closed") }
        (ignoresCase, isMultiline, dotTakesLineEnds) = outer
        return number.map { .group(inner, $0) } ?? inner
    }

    private mutating func named() throws(Problem) -> Int {
        var name = ""
        while let scalar = next, scalar != ">" {
            name.unicodeScalars.append(scalar)
            at += 1
        }
        guard take(">"), !name.isEmpty, name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
            throw Problem(words: "a group's name is made of letters, digits and '_': (?<Number>…)")
        }
        groups += 1
        guard names.updateValue(groups, forKey: name) == nil else {
            throw Problem(words: "two groups are called '\(name)'")
        }
        return groups
    }

    /// `i`, `m`, `s` of `(?i)` or `(?i:…)`.
    ///
    /// - Returns: Whether an expression follows; else they hold for what comes next.
    private mutating func flags() throws(Problem) -> Bool {
        while let scalar = next {
            at += 1
            switch scalar {
            case "i": ignoresCase = true
            case "m": isMultiline = true
            case "s": dotTakesLineEnds = true
            case ":": return true
            case ")": return false
            default: throw Problem(words: "'(?\(scalar)' is not known here")
            }
        }
        throw Problem(words: "a '(' is not closed")
    }

    private mutating func escaped() throws(Problem) -> PatternNode {
        switch next {
        case "b"?: return edge(.wordEdge)
        case "B"?: return edge(.noWordEdge)
        case "A"?: return edge(.textStart)
        case "z"?, "Z"?: return edge(.textEnd)
        case let digit? where ("1"..."9").contains(digit):
            throw Problem(words: "it refers back with '\\\(digit)', which is not known here")
        default:
            let set = try escapedSet()
            return .set(ignoresCase ? set.ignoringCase : set)
        }
    }

    private mutating func edge(_ assertion: PatternNode.Assertion) -> PatternNode {
        at += 1
        return .assertion(assertion)
    }

    /// What stands behind a backslash, within a class or outside of one.
    private mutating func escapedSet() throws(Problem) -> ScalarSet {
        guard let scalar = next else { throw Problem(words: "it ends with a backslash") }
        at += 1
        switch scalar {
        case "d": return .digits
        case "D": return ScalarSet.digits.inverted
        case "s": return .spaces
        case "S": return ScalarSet.spaces.inverted
        case "w": return .word
        case "W": return ScalarSet.word.inverted
        case "p": return try property()
        case "P": return try property().inverted
        case "t": return Self.single(0x09)
        case "n": return Self.single(0x0A)
        case "r": return Self.single(0x0D)
        case "x": return try code(digits: 2)
        case "u": return try code(digits: 4)
        default:
            let isLetter = scalar.isASCII && scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            if isLetter { throw Problem(words: "'\\\(scalar)' is not known here") }
            return Self.single(scalar.value)
        }
    }

    private static func single(_ value: UInt32) -> ScalarSet { ScalarSet([value...value]) }

    private mutating func property() throws(Problem) -> ScalarSet {
        if take("{L}") { return .letters }
        if take("{Lu}") { return .upper }
        if take("{Ll}") { return .lower }
        if take("{N}") { return .numbers }
        if take("{Nd}") { return .digits }
        throw Problem(words: "of \\p{…} only L, Lu, Ll, N and Nd are known here")
    }

    private mutating func code(digits: Int) throws(Problem) -> ScalarSet {
        var text = ""
        let isBraced = take("{")
        while let scalar = next, scalar.properties.isASCIIHexDigit, text.count < (isBraced ? 6 : digits) {
            text.unicodeScalars.append(scalar)
            at += 1
        }
        let isEnded = isBraced ? take("}") : text.count == digits
        guard isEnded, let value = UInt32(text, radix: 16), Unicode.Scalar(value) != nil else {
            throw Problem(words: "a character's number is written \\u0416 or \\u{1F600}")
        }
        return Self.single(value)
    }

    /// What follows a `[`.
    private mutating func characterClass() throws(Problem) -> ScalarSet {
        let isInverted = take("^")
        var set = ScalarSet([])
        var isFirst = true
        while true {
            guard let scalar = next else { throw Problem(words: "a '[' is not closed") }
            if scalar == "]", !isFirst { break }
            isFirst = false
            let part = try classPart()
            if next == "-", at + 1 < text.count, text[at + 1] != "]" {
                at += 1
                let end = try classPart()
                guard let from = part.only, let to = end.only else {
                    throw Problem(words: "a range in '[…]' goes from one character to another")
                }
                guard from <= to else { throw Problem(words: "a range in '[…]' goes backwards") }
                set = set.union(ScalarSet([from...to]))
            } else {
                set = set.union(part)
            }
        }
        at += 1
        if ignoresCase { set = set.ignoringCase }
        return isInverted ? set.inverted : set
    }

    private mutating func classPart() throws(Problem) -> ScalarSet {
        guard let scalar = next else { throw Problem(words: "a '[' is not closed") }
        at += 1
        guard scalar == "\\" else { return Self.single(scalar.value) }
        if take("b") { return Self.single(0x08) }
        return try escapedSet()
    }
}

extension ScalarSet {
    fileprivate var only: UInt32? {
        guard ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
