/// What of a letter is asked for: `BODY.PEEK[1.2.HEADER.FIELDS (To Cc)]<0.100>` (RFC 3501 section 6.4.5).
struct IMAPSection: Equatable, Sendable {
    enum Piece: Equatable, Sendable {
        /// All of it; of a part its body.
        case whole
        case header
        case text
        case mime
        case fields([String], except: Bool)
    }

    var path: [Int] = []
    var piece = Piece.whole
    /// Where it begins, and how many bytes at most.
    var window: (start: Int, count: Int)?
    /// Whether reading it leaves `\Seen` alone.
    var isPeek = false
    /// As the answer names it.
    var shown = "BODY[]"

    /// Reads such as `BODY[TEXT]`, in any letters; `nil` when it is none.
    init?(_ text: String) {
        let capital = text.uppercased()
        let opening = capital.hasPrefix("BODY.PEEK[") ? "BODY.PEEK[" : "BODY["
        guard capital.hasPrefix(opening), let end = capital.lastIndex(of: "]") else { return nil }
        isPeek = opening == "BODY.PEEK["
        let inside = capital[capital.index(capital.startIndex, offsetBy: opening.count)..<end]
        shown = "BODY[\(inside)]"
        let tail = capital[capital.index(after: end)...]
        if !tail.isEmpty {
            guard tail.hasPrefix("<"), tail.hasSuffix(">") else { return nil }
            let numbers = tail.dropFirst().dropLast().split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count == 2, let start = UInt32(numbers[0]), let count = UInt32(numbers[1]), count > 0 else {
                return nil
            }
            window = (Int(start), Int(count))
        }
        guard read(inside) else { return nil }
    }

    /// The old names: `RFC822`, `RFC822.HEADER`, `RFC822.TEXT`.
    init?(old name: String) {
        switch name {
        case "RFC822": piece = .whole
        case "RFC822.HEADER": (piece, isPeek) = (.header, true)
        case "RFC822.TEXT": piece = .text
        default: return nil
        }
        shown = name
    }

    private mutating func read(_ inside: Substring) -> Bool {
        var rest = inside
        while let digit = rest.first, digit.isASCII, digit.isNumber {
            let number = rest.prefix { $0.isASCII && $0.isNumber }
            guard let value = Int(number), value > 0, value < 10_000, path.count < 50 else { return false }
            path.append(value)
            rest = rest.dropFirst(number.count)
            guard !rest.isEmpty else { return true }
            guard rest.first == "." else { return false }
            rest = rest.dropFirst()
        }
        switch rest {
        case "": return path.isEmpty
        case "HEADER": piece = .header
        case "TEXT": piece = .text
        case "MIME":
            guard !path.isEmpty else { return false }
            piece = .mime
        default:
            let isExcept = rest.hasPrefix("HEADER.FIELDS.NOT")
            guard rest.hasPrefix("HEADER.FIELDS"), let open = rest.firstIndex(of: "("), rest.last == ")" else {
                return false
            }
            let names = rest[rest.index(after: open)...].dropLast().split(separator: " ").map { $0.lowercased() }
            guard !names.isEmpty else { return false }
            piece = .fields(names, except: isExcept)
        }
        return true
    }

    /// - Returns: `nil` when the letter has no such part.
    func bytes(of letter: [UInt8], _ root: MailPart) -> ArraySlice<UInt8>? {
        guard let whole = unwindowed(letter, root) else { return nil }
        guard let window else { return whole }
        let start = min(whole.startIndex + window.start, whole.endIndex)
        return whole[start..<min(start + window.count, whole.endIndex)]
    }

    private func unwindowed(_ letter: [UInt8], _ root: MailPart) -> ArraySlice<UInt8>? {
        guard !path.isEmpty else {
            if piece == .whole { return letter[...] }
            return of(root, letter)
        }
        guard let part = part(root) else { return nil }
        switch piece {
        case .whole: return letter[part.body]
        case .mime: return letter[part.header]
        // Of the letter in the part.
        case .header, .text, .fields: return part.letter.flatMap { of($0, letter) }
        }
    }

    private func of(_ part: MailPart, _ letter: [UInt8]) -> ArraySlice<UInt8>? {
        switch piece {
        case .header, .mime: return letter[part.header]
        case .text, .whole: return letter[part.body]
        case .fields(let names, let except):
            var result: [UInt8] = []
            for field in part.fields where names.contains(field.name) != except { result += letter[field.line] }
            return (result + [0x0D, 0x0A])[...]
        }
    }

    private func part(_ root: MailPart) -> MailPart? {
        var part = root
        for (level, number) in path.enumerated() {
            let place = level == 0 ? part : part.letter ?? part
            if place.isMultipart {
                guard number <= place.children.count else { return nil }
                part = place.children[number - 1]
            } else {
                // A letter that is one part has a part 1.
                guard number == 1, level == 0 || part.letter != nil else { return nil }
                part = place
            }
        }
        return part
    }

    static func == (one: IMAPSection, other: IMAPSection) -> Bool {
        one.shown == other.shown && one.isPeek == other.isPeek && one.window?.start == other.window?.start
            && one.window?.count == other.window?.count
    }
}
