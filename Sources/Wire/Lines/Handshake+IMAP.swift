/// IMAP's lines: `* OK [CAPABILITY …] ready`, `* CAPABILITY …`, `A003 NO [AUTHENTICATIONFAILED] no`.
extension Handshake {
    private var spoken: [String] { replies.compactMap(\.first) }

    /// The words of a line: its tag, what it says, the rest.
    private static func words(_ line: String) -> [Substring] {
        line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
    }

    private static func condition(_ line: String) -> String {
        let words = words(line)
        return words.count > 1 ? words[1].uppercased() : ""
    }

    private static func isRefusal(_ line: String) -> Bool {
        let condition = condition(line)
        return condition == "BYE" || !line.hasPrefix("*") && (condition == "NO" || condition == "BAD")
    }

    /// A farewell says less than the refusal before it.
    var imapRefusal: [String] {
        guard let last = spoken.last, Self.isRefusal(last) else { return [] }
        guard let before = spoken.dropLast().last, last.hasPrefix("*"), Self.isRefusal(before) else { return [last] }
        return [before]
    }

    /// Without what the server can do.
    var imapGreeting: String {
        guard let line = spoken.first, let rest = Self.words(line).dropFirst(2).first else { return "" }
        guard rest.hasPrefix("["), let end = rest.firstIndex(of: "]") else { return String(rest) }
        return String(rest[rest.index(after: end)...].drop { $0 == " " })
    }

    /// What the server can do, as it said last: what was said before STARTTLS and before the login counts no more.
    var imapCapabilities: [String] {
        for line in spoken.reversed() {
            if line.uppercased().hasPrefix("* CAPABILITY ") {
                return line.dropFirst("* CAPABILITY ".count).split(separator: " ").map(String.init)
            }
            if let start = line.uppercased().firstRange(of: "[CAPABILITY ") {
                return line[start.upperBound...].prefix { $0 != "]" }.split(separator: " ").map(String.init)
            }
        }
        return []
    }

    /// A server that greets with PREAUTH knows already who we are.
    func isAuthenticated(by tag: String?) -> Bool {
        if let first = spoken.first, Self.condition(first) == "PREAUTH" { return true }
        guard let tag else { return false }
        // What came before the command does not answer it, whatever its tag.
        return spoken.dropFirst(loginStart).contains { $0.hasPrefix("\(tag) ") && Self.condition($0) == "OK" }
    }
}
