import Attributes
import Connecting
import Spool

extension MessageSummary {
    /// A message as lists show it.
    var json: JSON { .object(members) }

    fileprivate var members: [JSON.Member] {
        [
            .init(name: "id", value: .string(id.description)),
            .init(name: "submission", value: .string(submission.description)),
            .init(name: "route", value: .string(route)), .init(name: "connection", value: .string(connection)),
            .init(name: "bus", value: .integer(bus)), .init(name: "application", value: .optional(application)),
            .init(name: "state", value: .string(state.rawValue)),
            .init(name: "created", value: .string(created.iso8601)),
            .init(name: "due", value: .optional(due?.iso8601)), .init(name: "attempts", value: .integer(attempts)),
            .init(name: "messageId", value: .string(messageID)), .init(name: "sender", value: .string(sender)),
            .init(name: "recipients", value: .array(recipients.map(\.json))),
            .init(name: "size", value: .integer(size)), .init(name: "details", value: detailsJSON),
            .init(name: "error", value: failure?.json ?? .null),
        ]
    }

    /// The subject, the meeting and the links, as they were kept.
    private var detailsJSON: JSON {
        guard !details.isEmpty, let json = try? JSON.read(details), case .object = json else { return .object([]) }
        return json
    }
}

extension MessageStory {
    /// A message with all that has happened to it.
    var json: JSON {
        .object(
            message.members + [
                .init(name: "key", value: .optional(key)), .init(name: "trace", value: .optional(trace)),
                .init(name: "history", value: .array(attempts.map(\.json))),
            ])
    }
}

extension RecipientStatus {
    fileprivate var json: JSON {
        [
            "address": .string(address), "state": .string(state.rawValue), "reply": .optional(reply?.description),
            "reason": .optional(reason),
        ]
    }
}

extension AttemptRecord {
    fileprivate var json: JSON {
        [
            "number": .integer(number), "began": .string(began.iso8601), "ended": .string(ended.iso8601),
            "connection": .string(connection), "session": .string(session), "error": failure?.json ?? .null,
            "recipients": .array(recipients.map(\.json)),
        ]
    }
}

extension AttemptFailure {
    var json: JSON { ["code": .string(code), "message": .string(message), "help": .string(help)] }
}

extension JSON {
    static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
}
