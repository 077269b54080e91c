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

    private func message(beginning text: String) async throws(CommandFailure) -> MessageSummary {
        guard let prefix = IDPrefix(text) else {
            throw CommandFailure(
                .noInput, "no-such-message", "'\(Self.shown(text))' is no message's id",
                help: "an id has 36 characters; \(IDPrefix.leastLength) or more of its first will do, and so will a"
                    + " Message-ID; 'router queue list' shows them")
        }
        let message = try await prefix.find { (page) async throws(SpoolProblem) in
            try await spool.list(MessageFilter(), page)
        }
        guard let message else { throw Self.unknown(text, at: spool.place) }
        return message
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
