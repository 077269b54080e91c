internal import Connecting
internal import Wire

/// Puts a server's lines together into replies.
///
///     S: 550-5.1.1 No such user
///     S: 550 5.1.1 here            → 550 5.1.1 "No such user here"
struct SMTPReplyParser {
    /// What the server said that is no reply.
    struct Violation: Error, Equatable {
        let text: String
    }

    /// Lines of one reply.
    static let lineLimit = 128
    /// Characters of a reply's text that are kept.
    static let textLimit = 1000

    private var code = 0
    private var enhanced: String?
    private var texts: [String] = []

    /// Takes a line without its end, and gives the reply when this line ends it.
    mutating func add(_ line: [UInt8]) throws(Violation) -> Reply? {
        let digits = line.prefix(3)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }), (0x31...0x35).contains(digits[0]),
            line.count == 3 || line[3] == UInt8(ascii: " ") || line[3] == UInt8(ascii: "-")
        else { throw Violation(text: "'\(Self.printable(line.prefix(80)))' is no reply") }
        let number = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard texts.isEmpty || number == code else {
            throw Violation(text: "a reply that began with \(code) goes on with \(number)")
        }
        guard texts.count < Self.lineLimit else {
            throw Violation(text: "a reply has more than \(Self.lineLimit) lines")
        }
        var text = line.dropFirst(4)
        if let status = Self.status(text) {
            enhanced = enhanced ?? status
            text = text.dropFirst(status.utf8.count + 1)
        }
        code = number
        texts.append(Self.printable(text))
        if line.count > 3, line[3] == UInt8(ascii: "-") { return nil }
        defer { self = SMTPReplyParser() }
        let words = texts.filter { !$0.isEmpty }.joined(separator: " ")
        return Reply(code: code, enhanced: enhanced, text: String(words.prefix(Self.textLimit)))
    }

    /// Lines that somebody else has put together.
    static func reply(_ lines: [String]) -> Reply? {
        var parser = SMTPReplyParser()
        for line in lines {
            guard let reply = try? parser.add(Array(line.utf8)) else { continue }
            return reply
        }
        return nil
    }

    /// `5.1.1` at the start of a text (RFC 2034 section 4).
    private static func status(_ text: ArraySlice<UInt8>) -> String? {
        let word = text.prefix(12).prefix { $0 != UInt8(ascii: " ") }
        guard word.count < 12 else { return nil }
        let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 1, let first = parts[0].first, [0x32, 0x34, 0x35].contains(first),
            parts.allSatisfy({ (1...3).contains($0.count) && $0.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return String(decoding: word, as: UTF8.self)
    }

    private static func printable(_ bytes: ArraySlice<UInt8>) -> String {
        PlainText.printable(String(decoding: bytes, as: UTF8.self))
    }
}
