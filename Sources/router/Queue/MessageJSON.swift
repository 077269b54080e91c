import Attributes
import Connecting
import Spool

extension MessageSummary {
    /// A line of `router queue list --json`; what `router send --json` says too has the same name here.
    var json: JSON { .object(members) }

    var members: [JSON.Member] {
        let details = MessageDetails(details)
        var members: [JSON.Member] = [
            .init(name: "id", value: .string(id.description)),
            .init(name: "submission", value: .string(submission.description)),
            .init(name: "route", value: .string(route)), .init(name: "state", value: .string(state.rawValue)),
            .init(name: "messageId", value: .string(messageID)),
            .init(name: "connection", value: .string(connection)), .init(name: "bus", value: .integer(bus)),
            .init(name: "application", value: application.map { .string($0) } ?? .null),
            .init(name: "created", value: .string(created.iso8601)),
            .init(name: "next", value: due.map { .string($0.iso8601) } ?? .null),
            .init(name: "attempts", value: .integer(attempts)), .init(name: "sender", value: .string(sender)),
            .init(name: "recipients", value: .array(recipients.map(\.json))),
            .init(name: "size", value: .integer(size)),
            .init(name: "subject", value: details.subject.map { .string($0) } ?? .null),
        ]
        if let meeting = details.meeting { members.append(.init(name: "meeting", value: meeting)) }
        if !details.links.isEmpty { members.append(.init(name: "links", value: .array(details.links))) }
        if let failure, state != .sent { members.append(.init(name: "error", value: failure.json)) }
        return members
    }
}

extension MessageStory {
    /// What `router queue show --json` says.
    var json: JSON {
        .object(
            message.members + [
                .init(name: "priority", value: .integer(message.priority)),
                .init(name: "unknown", value: .string(message.unknown.rawValue)),
                .init(name: "key", value: key.map { .string($0) } ?? .null),
                .init(name: "trace", value: trace.map { .string($0) } ?? .null),
                .init(name: "history", value: .array(attempts.map(\.json))),
            ])
    }
}

extension AttemptRecord {
    var json: JSON {
        var members: [JSON.Member] = [
            .init(name: "number", value: .integer(number)), .init(name: "began", value: .string(began.iso8601)),
            .init(name: "ended", value: .string(ended.iso8601)),
            .init(name: "connection", value: .string(connection)),
            .init(name: "session", value: session.isEmpty ? .null : .string(session)),
            .init(name: "recipients", value: .array(recipients.map(\.json))),
        ]
        if let failure { members.append(.init(name: "error", value: failure.json)) }
        return .object(members)
    }
}

extension AttemptFailure {
    var json: JSON { ["code": .string(code), "message": .string(message), "help": .string(help)] }
}

extension RecipientStatus {
    var json: JSON {
        [
            "address": .string(address), "state": .string(state.rawValue),
            "reply": reply.map { .string($0.description) } ?? .null,
            "reason": reason.map { .string($0) } ?? .null,
        ]
    }
}
