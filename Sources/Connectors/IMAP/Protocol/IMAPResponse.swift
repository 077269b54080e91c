internal import Attributes

/// What a server says, as far as we have a use for it.
enum IMAPResponse {
    case status(IMAPStatus)
    /// `+`: it waits for us.
    case continuation
    case capability([String])
    /// What was switched on (RFC 5161).
    case enabled([String])
    /// How many letters the folder has now.
    case exists(Int)
    /// The letter of that number has gone, those behind it move up.
    case expunge(Int)
    case fetch(IMAPFetch)
    case search(UIDSet)
    case folder(IMAPFolder)
    case flags([String])
    case other

    init(_ line: IMAPLine) throws(IMAPParser.Violation) {
        var reader = IMAPReader(line)
        if reader.take(UInt8(ascii: "+")) {
            self = .continuation
            return
        }
        let tag = reader.word()
        guard !tag.isEmpty else {
            // QUIRK: blank lines between responses are seen in the wild; they say nothing.
            guard line.text.isEmpty else { throw reader.violation("a response") }
            self = .other
            return
        }
        let isUntagged = tag.elementsEqual([UInt8(ascii: "*")])
        reader.skipSpaces()
        let word = String(decoding: reader.word(), as: UTF8.self).uppercased()
        if let condition = IMAPStatus.Condition(rawValue: word) {
            let name = isUntagged ? nil : String(decoding: tag, as: UTF8.self)
            self = .status(IMAPStatus(tag: name, condition, rest: reader.rest))
            return
        }
        guard isUntagged else { throw reader.violation("OK, NO or BAD") }
        reader.skipSpaces()
        self = try Self.data(word, &reader)
    }

    private static func data(_ word: String, _ reader: inout IMAPReader) throws(IMAPParser.Violation) -> Self {
        if let number = Int(word), number >= 0 { return try numbered(number, &reader) }
        switch word {
        case "CAPABILITY":
            return .capability(words(reader))
        case "ENABLED": return .enabled(words(reader))
        case "SEARCH", "UID": return .search(try search(&reader))
        case "ESEARCH": return .search(try esearch(&reader))
        case "LIST", "LSUB": return .folder(try IMAPFolder(&reader))
        case "FLAGS": return .flags(try reader.words())
        default: return .other
        }
    }

    private static func words(_ reader: IMAPReader) -> [String] {
        String(decoding: reader.rest, as: UTF8.self).split(separator: " ").map { $0.uppercased() }
    }

    private static func numbered(_ number: Int, _ reader: inout IMAPReader) throws(IMAPParser.Violation) -> Self {
        switch String(decoding: reader.word(), as: UTF8.self).uppercased() {
        case "EXISTS": return .exists(number)
        case "EXPUNGE": return .expunge(number)
        case "FETCH":
            reader.skipSpaces()
            return .fetch(try IMAPFetch(&reader))
        default: return .other
        }
    }

    /// `* SEARCH 2 84 882`, perhaps with `(MODSEQ 917)` behind.
    private static func search(_ reader: inout IMAPReader) throws(IMAPParser.Violation) -> UIDSet {
        var numbers: [UInt32] = []
        while true {
            reader.skipSpaces()
            guard let next = reader.next, next != UInt8(ascii: "(") else { return UIDSet(numbers) }
            numbers.append(try reader.number32())
        }
    }

    /// `* ESEARCH (TAG "R7") UID COUNT 3 ALL 2,84:85` (RFC 4731).
    private static func esearch(_ reader: inout IMAPReader) throws(IMAPParser.Violation) -> UIDSet {
        if reader.next == UInt8(ascii: "(") { try reader.skip() }
        while true {
            reader.skipSpaces()
            let name = String(decoding: reader.word(), as: UTF8.self).uppercased()
            switch name {
            case "" where reader.isAtEnd: return UIDSet()
            case "": throw reader.violation("a search's result")
            case "UID": continue
            case "ALL":
                reader.skipSpaces()
                let word = String(decoding: reader.word(), as: UTF8.self)
                guard let set = UIDSet(word) else { throw reader.violation("a set of letters") }
                return set
            default: try reader.skip()
            }
        }
    }
}
