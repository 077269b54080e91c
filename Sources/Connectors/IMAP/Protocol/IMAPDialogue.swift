/// The conversation after the login, without the wire: bytes in, responses out; commands in, bytes out.
///
/// Data may come at any time and in any order; what it says of the folder is kept here, and all of it handed on.
struct IMAPDialogue {
    private var parser = IMAPParser()
    private var number = 0
    /// Tags of commands that are not answered yet.
    private var open: Set<String> = []

    /// In capitals.
    private(set) var capabilities: Set<String> = []
    /// What was switched on, in capitals.
    private(set) var enabled: Set<String> = []
    /// Letters in the open folder.
    private(set) var exists = 0
    /// Whether letters have come since this was last set to `false`.
    var hasNews = false
    /// What the server said at its farewell.
    private(set) var farewell: IMAPStatus?
    private(set) var validity: UInt32?
    private(set) var nextUID: UInt32?
    /// Flags that can be set for good; `nil` where the server does not say.
    private(set) var lastingFlags: [String]?
    private(set) var isReadOnly = false
    /// Whether the server can't give letters numbers that last (RFC 4315).
    private(set) var hasPassingUIDs = false

    /// - Returns: The command's tag, and what to write.
    mutating func command(_ text: String) -> (tag: String, bytes: [UInt8]) {
        number += 1
        let tag = "R\(number)"
        open.insert(tag)
        return (tag, Array("\(tag) \(text)\r\n".utf8))
    }

    /// A command that is answered by no one: its connection is lost.
    mutating func abandon() { open = [] }

    mutating func receive(
        _ bytes: UnsafeRawBufferPointer, show: ((IMAPLine) -> Void)? = nil, _ each: (IMAPResponse) -> Void
    ) throws(IMAPParser.Violation) {
        // The parser calls back while it is being changed: what it gives is collected first.
        var lines: [IMAPLine] = []
        try parser.consume(bytes) { lines.append($0) }
        for line in lines {
            show?(line)
            let response = try IMAPResponse(line)
            try note(response)
            each(response)
        }
    }

    private mutating func note(_ response: IMAPResponse) throws(IMAPParser.Violation) {
        switch response {
        case .status(let status): try note(status)
        case .capability(let words): capabilities = Set(words)
        case .enabled(let words): enabled.formUnion(words)
        case .exists(let count):
            if count > exists { hasNews = true }
            exists = count
        case .expunge: exists = max(0, exists - 1)
        case .continuation, .fetch, .search, .folder, .flags, .other: break
        }
    }

    private mutating func note(_ status: IMAPStatus) throws(IMAPParser.Violation) {
        if let tag = status.tag {
            guard open.remove(tag) != nil else {
                throw IMAPParser.Violation(text: "an answer to a command that was not given: \(status)")
            }
        } else if status.condition == .bye {
            farewell = status
        }
        let word = status.argument.split(separator: " ").first ?? ""
        switch status.code {
        case "CAPABILITY": capabilities = Set(status.argument.uppercased().split(separator: " ").map(String.init))
        case "UIDVALIDITY": validity = UInt32(word)
        case "UIDNEXT": nextUID = UInt32(word)
        case "READ-ONLY": isReadOnly = true
        case "READ-WRITE": isReadOnly = false
        case "UIDNOTSTICKY": hasPassingUIDs = true
        case "PERMANENTFLAGS":
            lastingFlags = status.argument.filter { $0 != "(" && $0 != ")" }.split(separator: " ").map(String.init)
        default: break
        }
    }

    func offers(_ capability: String) -> Bool { capabilities.contains(capability) }

    /// Whether a flag lasts beyond the session.
    func keeps(_ flag: String) -> Bool {
        lastingFlags?.contains { $0.lowercased() == flag.lowercased() } ?? true
    }
}
