internal import Wire

/// How a command went, or what a server has to say besides: `NO [AUTHENTICATIONFAILED] wrong password`.
struct IMAPStatus: Hashable, Sendable, CustomStringConvertible {
    enum Condition: String, Sendable {
        case ok = "OK"
        case no = "NO"
        case bad = "BAD"
        case bye = "BYE"
        case preauth = "PREAUTH"
    }

    /// `nil` for one that answers no command.
    var tag: String?
    var condition: Condition
    /// What stands first in the brackets, in capitals: `UIDVALIDITY`.
    var code: String?
    /// What stands behind it there: `1790000000`.
    var argument = ""
    /// For people; control characters replaced.
    var text: String

    init(tag: String? = nil, _ condition: Condition, code: String? = nil, argument: String = "", text: String) {
        self.tag = tag
        self.condition = condition
        self.code = code
        self.argument = argument
        self.text = text
    }

    /// Takes apart what stands behind the condition.
    init(tag: String?, _ condition: Condition, rest: some Collection<UInt8>) {
        var text = String(decoding: rest, as: UTF8.self)[...]
        text = text.drop { $0 == " " }
        if text.first == "[", let end = text.firstIndex(of: "]") {
            let words = text[..<end].dropFirst().split(separator: " ", maxSplits: 1)
            code = words.first?.uppercased()
            argument = words.count > 1 ? String(words[1]) : ""
            text = text[text.index(after: end)...].drop { $0 == " " }
        }
        self.tag = tag
        self.condition = condition
        self.text = Self.printable(String(text))
    }

    /// The server's words as they are shown: without what it says of itself at every turn.
    var description: String {
        let shown = code == "CAPABILITY" ? nil : code.map { argument.isEmpty ? "[\($0)]" : "[\($0) \(argument)]" }
        let words = [condition.rawValue, shown.map(Self.printable), text.isEmpty ? nil : text]
        return words.compactMap(\.self).joined(separator: " ")
    }

    static func printable(_ text: String) -> String { PlainText.printable(String(text.prefix(IMAPLimits.words))) }

    /// Whether trying again later may help (RFC 5530).
    var isForNow: Bool {
        switch code {
        case "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "THROTTLED", "OVERQUOTA": true
        default: false
        }
    }
}
