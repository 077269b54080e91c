import Attributes
import Diagnostics
import Spool

/// Finds the message that somebody means by an id, a beginning of one, or a Message-ID.
struct MessageLookup {
    /// What was found.
    enum Found {
        case message(MessageSummary)
        /// A submission of several messages, or of one that has another id.
        case submission(UUIDv7, [MessageSummary])
    }

    /// So many characters of an id are its time to a minute; fewer mean nothing.
    static let leastPrefix = 8
    /// So many are told of when a beginning is that of several.
    private static let toldCandidates = 5

    let spool: any Spool

    func find(_ text: String) async throws(CommandFailure) -> Found {
        if let id = UUIDv7(text) {
            if let message = try await onSpool({ () async throws(SpoolProblem) in try await spool.story(of: id) }) {
                return .message(message.message)
            }
            let messages = try await onSpool { () async throws(SpoolProblem) in try await spool.messages(of: id) }
            guard !messages.isEmpty else { throw Self.unknown(text, at: spool.place) }
            return .submission(id, messages)
        }
        if text.contains("@") {
            let messageID = text.hasPrefix("<") ? text : "<\(text)>"
            let message = try await onSpool { () async throws(SpoolProblem) in
                try await spool.message(withMessageID: messageID)
            }
            guard let message else { throw Self.unknown(text, at: spool.place) }
            return .message(message)
        }
        return .message(try await message(beginning: text))
    }

    /// The messages that are meant: those of a submission, or the one.
    func messages(_ text: String) async throws(CommandFailure) -> [MessageSummary] {
        switch try await find(text) {
        case .message(let message): [message]
        case .submission(_, let messages): messages
        }
    }

    /// The one message that is meant.
    func message(_ text: String) async throws(CommandFailure) -> MessageSummary {
        switch try await find(text) {
        case .message(let message): return message
        case .submission(_, let messages):
            if messages.count == 1 { return messages[0] }
            throw CommandFailure(
                .usage, "several-messages", "the submission '\(text)' has \(messages.count) messages",
                help: "'router queue list --submission \(text)' shows them; name one")
        }
    }

    /// Ids sort by their text, so those with a beginning stand together.
    private func message(beginning text: String) async throws(CommandFailure) -> MessageSummary {
        let prefix = text.lowercased()
        let digits = prefix.filter { $0 != "-" }
        guard digits.count >= Self.leastPrefix, digits.count < 32, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }),
            let before = Self.greatestID(below: digits)
        else {
            throw CommandFailure(
                .noInput, "no-such-message", "'\(Self.shown(text))' is no message's id",
                help: "an id has 36 characters; \(Self.leastPrefix) or more of its first will do, and so will a"
                    + " Message-ID; 'router queue list' shows them")
        }
        let candidates = try await onSpool { () async throws(SpoolProblem) in
            try await spool.list(MessageFilter(), Page(.oldest, limit: Self.toldCandidates + 1, behind: before))
        }.filter { $0.id.description.filter { $0 != "-" }.hasPrefix(digits) }
        guard let first = candidates.first else { throw Self.unknown(text, at: spool.place) }
        guard candidates.count == 1 else {
            let told = candidates.prefix(Self.toldCandidates).map(\.id.description).joined(separator: ", ")
            throw CommandFailure(
                .usage, "ambiguous-id", "several ids begin with '\(Self.shown(text))'",
                help: "write more of it: \(told)\(candidates.count > Self.toldCandidates ? " …" : "")")
        }
        return first
    }

    /// The id right before the first that can begin with these digits; `nil` for zeros, which no id begins with.
    private static func greatestID(below digits: String) -> UUIDv7? {
        let padded = digits + String(repeating: "0", count: 32 - digits.count)
        guard let high = UInt64(padded.prefix(16), radix: 16), let low = UInt64(padded.suffix(16), radix: 16) else {
            return nil
        }
        guard low == 0 else { return UUIDv7(high: high, low: low - 1) }
        return high == 0 ? nil : UUIDv7(high: high - 1, low: .max)
    }

    static func unknown(_ text: String, at place: String) -> CommandFailure {
        CommandFailure(
            .noInput, "no-such-message", "there is no message '\(shown(text))' in \(place)",
            help: "'router queue list' shows what there is; what has ended is removed after 'keep:' of router.yaml")
    }

    private static func shown(_ text: String) -> String { Visible.shortened(text, to: 80) }

    /// There is no spool, and so no message.
    static func unknownWithoutSpool(_ text: String) -> CommandFailure {
        CommandFailure(
            .noInput, "no-such-message", "there is no message '\(shown(text))': nothing was put into the spool yet",
            help: "see that --workspace, and 'spool:' of its router.yaml, name what you mean")
    }
}
