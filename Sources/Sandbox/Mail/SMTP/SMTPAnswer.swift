/// What an SMTP server says: a code, an enhanced code (RFC 3463), and lines of words.
struct SMTPAnswer: Equatable {
    var code: Int
    var enhanced: String?
    var lines: [String]

    init(_ code: Int, _ enhanced: String? = nil, _ lines: String...) {
        self.init(code, enhanced, lines)
    }

    init(_ code: Int, _ enhanced: String?, _ lines: [String]) {
        self.code = code
        self.enhanced = enhanced
        self.lines = lines
    }

    var bytes: [UInt8] {
        let prefix = enhanced.map { "\($0) " } ?? ""
        return lines.enumerated().flatMap { index, line in
            Array("\(code)\(index < lines.count - 1 ? "-" : " ")\(prefix)\(line)\r\n".utf8)
        }
    }
}
