/// Takes everything secret out of a conversation, line by line.
///
///     C: AUTH PLAIN AGl2YW4Ac2VjcmV0        → AUTH PLAIN •••
///     C: AUTH LOGIN
///     S: 334 VXNlcm5hbWU6                   → 334 •••
///     C: aXZhbg==                           → •••
///     C: A003 LOGIN ivan secret             → A003 LOGIN •••
///     C: A003 AUTHENTICATE PLAIN AGl2YW4A…  → A003 AUTHENTICATE PLAIN •••
struct TranscriptMask {
    static let dots = "•••"
    /// Shorter words would tear others apart.
    private static let shortest = 4
    /// What a login may consist of, in lines.
    private static let remembered = 100

    private let service: LineService

    init(_ service: LineService = .smtp) {
        self.service = service
    }

    /// The tag of IMAP's login that goes on.
    private var tag: Substring = ""
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
        if service == .imap, words.count > 2, let masked = imapLogin(words) { return masked }
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
        if service == .imap {
            if line.hasPrefix("+") { return line.utf8.count > 2 ? "+ \(Self.dots)" : line }
            if line.hasPrefix("\(tag) ") || line.hasPrefix("* BYE") { isLoggingIn = false }
            return hidden(line)
        }
        if line.hasPrefix("334") { return line.utf8.count > 4 ? "334 \(Self.dots)" : line }
        isLoggingIn = line.utf8.count > 3 && line.utf8.dropFirst(3).first == UInt8(ascii: "-")
        return hidden(line)
    }

    /// - Returns: `nil` when it is no login.
    private mutating func imapLogin(_ words: [Substring]) -> String? {
        let shown: Int
        switch words[1].lowercased() {
        case "login": shown = 2
        case "authenticate": shown = 3
        default: return nil
        }
        isLoggingIn = true
        tag = words[0]
        for word in words.dropFirst(shown) {
            remember(String(word))
            remember(word.trimming { $0 == "\"" })
        }
        return (words.prefix(shown) + (words.count > shown ? [Substring(Self.dots)] : [])).joined(separator: " ")
    }

    func hidden(_ line: String) -> String { secrets.reduce(line) { $0.replacing($1, with: Self.dots) } }

    private mutating func remember(_ word: String) {
        guard word.utf8.count >= Self.shortest, secrets.count < Self.remembered, !secrets.contains(word) else { return }
        secrets.append(word)
    }
}

extension Substring {
    fileprivate func trimming(_ isCut: (Character) -> Bool) -> String {
        var rest = self
        while let first = rest.first, isCut(first) { rest.removeFirst() }
        while let last = rest.last, isCut(last) { rest.removeLast() }
        return String(rest)
    }
}
