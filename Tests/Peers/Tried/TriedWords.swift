/// Makes what router said in one run the same as in any other.
package enum TriedWords {
    /// The text with stable words for ports, folders, ids and times.
    ///
    /// - Parameters:
    ///   - text: What stood on stdout or stderr.
    ///   - names: Words in it, and what stands for them; they go first.
    /// - Returns: Lines without white space at their ends, and without blank ones.
    package static func evened(_ text: String, names: [String: String] = [:]) -> String {
        var text = text
        // The longest first: one may begin with another.
        for (word, stable) in names.sorted(by: { $0.key.count > $1.key.count }) {
            text = text.replacing(word, with: stable)
        }
        text.replace(/(localhost|127\.0\.0\.1|\[::1\]):\d+/, with: "mail.example.com:587")
        text.replace(/\b(localhost|127\.0\.0\.1|::1) port \d+/, with: "mail.example.com port 587")
        text.replace(/\b(localhost|127\.0\.0\.1)\b/, with: "mail.example.com")
        text.replace("example.test", with: "example.com")
        // A numbered mailbox of the post office.
        text.replace(/-\d+@example\.com/, with: "@example.com")
        text.replace(/(\/[\w.-]+)*\/(peer|router)-\w{6}/, with: "…")
        text.replace(/queued as \w+/, with: "queued as …")
        text.replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/, with: "…")
        text.replace(/\b\d+(\.\d+)? ?(ms|milliseconds)\b/, with: "… ms")
        return text.split(separator: "\n").map { line in
            String(line[...(line.lastIndex { !$0.isWhitespace } ?? line.startIndex)])
        }.filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n")
    }
}
