/// A command as it came: its tag, its name in capital letters (`UID FETCH` is one), and what stands behind.
struct IMAPCommand: Equatable, Sendable {
    var tag: String
    var name: String
    var arguments: [IMAPArgument]

    /// What is said to a command that can't be read.
    struct Malformed: Error, Equatable {
        var tag: String?
        var words: String
    }
}

/// Reads a command from its lines, with the literals between them.
struct IMAPCommandReader {
    /// Lists in lists; RFC 3501 has no use for more than three.
    private static let deepest = 16
    private static let mostArguments = 10_000

    /// A command's line, up to a literal, and that literal.
    enum Piece: Equatable, Sendable {
        case text([UInt8])
        case literal([UInt8])
    }

    private let pieces: [Piece]
    private var piece = 0
    private var position = 0
    private var count = 0

    private init(_ pieces: [Piece]) { self.pieces = pieces }

    static func read(_ pieces: [Piece]) throws(IMAPCommand.Malformed) -> IMAPCommand {
        var reader = IMAPCommandReader(pieces)
        guard let tag = reader.word(), tag.utf8.count <= 100, !tag.contains(where: { "+(){%*\"\\".contains($0) }) else {
            throw IMAPCommand.Malformed(tag: nil, words: "a command begins with a tag: A1 NOOP")
        }
        do throws(IMAPCommand.Malformed) {
            guard reader.space(), var name = reader.word()?.uppercased() else {
                throw reader.malformed("a name is missing")
            }
            if name == "UID", reader.space(), let second = reader.word() { name += " \(second.uppercased())" }
            var arguments: [IMAPArgument] = []
            while reader.next != nil || reader.isAtLiteral {
                guard reader.space() else { throw reader.malformed("a space is missing") }
                // QUIRK: some clients end lines with a space.
                if reader.next == nil, !reader.isAtLiteral { break }
                arguments.append(try reader.argument(depth: 0))
            }
            return IMAPCommand(tag: tag, name: name, arguments: arguments)
        } catch {
            throw IMAPCommand.Malformed(tag: tag, words: error.words)
        }
    }

    private func malformed(_ words: String) -> IMAPCommand.Malformed { IMAPCommand.Malformed(tag: nil, words: words) }

    /// The next byte of the line; `nil` at its end, or before a literal.
    private var next: UInt8? {
        guard piece < pieces.count, case .text(let bytes) = pieces[piece], position < bytes.count else { return nil }
        return bytes[position]
    }

    private var isAtLiteral: Bool {
        guard piece < pieces.count else { return false }
        if case .literal = pieces[piece] { return true }
        guard piece + 1 < pieces.count, next == nil, case .literal = pieces[piece + 1] else { return false }
        return true
    }

    private mutating func space() -> Bool {
        guard next == 0x20 else { return false }
        while next == 0x20 { position += 1 }
        return true
    }

    private mutating func word() -> String? {
        var bytes: [UInt8] = []
        while let byte = next, byte > 0x20, byte < 0x7F {
            bytes.append(byte)
            position += 1
        }
        return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
    }

    private mutating func argument(depth: Int) throws(IMAPCommand.Malformed) -> IMAPArgument {
        count += 1
        guard count <= Self.mostArguments else { throw malformed("there are too many arguments") }
        if isAtLiteral { return .string(literal()) }
        switch next {
        case 0x28:
            position += 1
            guard depth < Self.deepest else { throw malformed("lists are too deep in each other") }
            var items: [IMAPArgument] = []
            while true {
                _ = space()
                if next == 0x29 { break }
                guard next != nil || isAtLiteral else { throw malformed("a list has no end") }
                items.append(try argument(depth: depth + 1))
            }
            position += 1
            return .list(items)
        case 0x22: return .string(try quoted())
        case 0x29, nil: throw malformed("an argument is missing")
        default: return .atom(try atom())
        }
    }

    private mutating func literal() -> [UInt8] {
        if case .text = pieces[piece] { piece += 1 }
        guard case .literal(let bytes) = pieces[piece] else { return [] }
        piece += 1
        position = 0
        return bytes
    }

    private mutating func quoted() throws(IMAPCommand.Malformed) -> [UInt8] {
        var result: [UInt8] = []
        position += 1
        while let byte = next {
            position += 1
            if byte == 0x22 { return result }
            if byte == 0x5C {
                guard let escaped = next, escaped == 0x22 || escaped == 0x5C else {
                    throw malformed("only a quote and a backslash are escaped")
                }
                result.append(escaped)
                position += 1
            } else {
                result.append(byte)
            }
        }
        throw malformed("a quoted string has no end")
    }

    private mutating func atom() throws(IMAPCommand.Malformed) -> String {
        var bytes: [UInt8] = []
        var isBracketed = false
        while let byte = next, byte >= 0x20, byte != 0x7F {
            if !isBracketed, byte == 0x20 || byte == 0x28 || byte == 0x29 || byte == 0x22 { break }
            if byte == 0x5B { isBracketed = hasBracket(behind: position) }
            if byte == 0x5D { isBracketed = false }
            // Names of fields may be quoted.
            if !(isBracketed && byte == 0x22) { bytes.append(byte) }
            position += 1
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw malformed("there is a byte that no atom has")
        }
        return text
    }

    private func hasBracket(behind start: Int) -> Bool {
        guard case .text(let bytes) = pieces[piece] else { return false }
        return bytes[start...].contains(0x5D)
    }
}
