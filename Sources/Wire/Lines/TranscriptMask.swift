/// Takes everything secret out of a conversation, line by line.
///
///     C: AUTH PLAIN AGl2YW4Ac2VjcmV0        → AUTH PLAIN •••
///     C: AUTH LOGIN
///     S: 334 VXNlcm5hbWU6                   → 334 •••
///     C: aXZhbg==                           → •••
struct TranscriptMask {
    static let dots = "•••"
    /// Shorter words would tear others apart.
    private static let shortest = 4
    /// What a login may consist of, in lines.
    private static let remembered = 100

    /// Whether a login goes on: then nothing of it is shown, but its name and its end.
    private var isLoggingIn = false
    /// What the login was made of: servers repeat what they don't understand.
    private var secrets: [String] = []

    mutating func client(_ line: String) -> String {
        if isLoggingIn {
            remember(line)
            return Self.dots
        }
        let words = line.split(separator: " ", omittingEmptySubsequences: true)
        switch words.first?.lowercased() {
        case "auth":
            isLoggingIn = true
            words.dropFirst(2).forEach { remember(String($0)) }
            return words.count > 2 ? "\(words[0]) \(words[1]) \(Self.dots)" : line
        case "proxy-authorization:", "authorization:":
            words.dropFirst(2).forEach { remember(String($0)) }
            return words.prefix(2).joined(separator: " ") + " " + Self.dots
        default: return hidden(line)
        }
    }

    mutating func server(_ line: String) -> String {
        guard isLoggingIn else { return hidden(line) }
        if line.hasPrefix("334") { return line.utf8.count > 4 ? "334 \(Self.dots)" : line }
        isLoggingIn = line.utf8.count > 3 && line.utf8.dropFirst(3).first == UInt8(ascii: "-")
        return hidden(line)
    }

    func hidden(_ line: String) -> String { secrets.reduce(line) { $0.replacing($1, with: Self.dots) } }

    private mutating func remember(_ word: String) {
        guard word.utf8.count >= Self.shortest, secrets.count < Self.remembered, !secrets.contains(word) else { return }
        secrets.append(word)
    }
}
