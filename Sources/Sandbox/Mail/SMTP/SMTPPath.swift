internal import Attributes

/// What stands behind `MAIL FROM:` or `RCPT TO:`.
///
///     <ivan@example.com> SIZE=1000 BODY=8BITMIME
struct SMTPPath: Equatable {
    private static let mostParameters = 20

    /// Blank for the sender of notices.
    var address: String
    /// Names in capital letters.
    var parameters: [String: String]

    enum Problem: Error, Equatable {
        case syntax
        case address(String)
    }

    init(_ text: Substring) throws(Problem) {
        // QUIRK: many clients write a space behind the colon.
        let text = text.drop { $0 == " " }
        guard text.first == "<", let end = Self.end(of: text) else { throw .syntax }
        var path = text[text.index(after: text.startIndex)..<end]
        // An old route, `<@a,@b:user@host>`, says nothing any more (RFC 5321 appendix C).
        if path.hasPrefix("@"), let colon = path.firstIndex(of: ":") { path = path[path.index(after: colon)...] }
        address = String(path)
        parameters = [:]
        for word in text[text.index(after: end)...].split(separator: " ") {
            guard parameters.count < Self.mostParameters else { throw .syntax }
            let halves = word.split(separator: "=", maxSplits: 1).map(String.init)
            guard let name = halves.first else { throw .syntax }
            parameters[name.uppercased()] = halves.count > 1 ? halves[1] : ""
        }
        guard !address.isEmpty else { return }
        if let problem = EmailAddress.problem(in: address) { throw .address(problem) }
    }

    /// The `>` that no quotes hide.
    private static func end(of text: Substring) -> Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if character == "\\", isQuoted {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == ">", !isQuoted {
                return index
            }
        }
        return nil
    }
}
