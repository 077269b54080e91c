package import Attributes
package import Spool

extension ArrivalSummary {
    /// An arrival as lists show it, on the command line and over HTTP.
    package var json: JSON { .object(members) }

    fileprivate var members: [JSON.Member] {
        [
            .init(name: "id", value: .string(id.description)), .init(name: "route", value: .string(route)),
            .init(name: "connection", value: .string(folder.connection)),
            .init(name: "folder", value: .string(folder.folder)), .init(name: "identity", value: .string(identity)),
            .init(name: "state", value: .string(state.rawValue)),
            .init(name: "received", value: .string(received.iso8601)),
            .init(name: "outgoing", value: .bool(isOutgoing)), .init(name: "messageId", value: .optional(messageID)),
            .init(name: "size", value: .integer(size)), .init(name: "sender", value: .string(sender)),
            .init(name: "subject", value: .string(subject)), .init(name: "snippet", value: .string(snippet)),
            .init(name: "thread", value: .string(thread)), .init(name: "contact", value: .optional(contact)),
            .init(name: "links", value: .array(links.map(\.json))),
            .init(name: "needsProcessing", value: needsProcessing.map { .bool($0) } ?? .null),
            .init(name: "error", value: failure?.json ?? .null),
        ]
    }
}

extension ArrivalStory {
    /// An arrival with all that has happened to it.
    package var json: JSON {
        .object(
            arrival.members + [
                .init(name: "acknowledged", value: .bool(isAcknowledged)),
                .init(name: "handlings", value: .array(handlings.map(\.json))),
            ])
    }
}

extension ArrivalStory.Handling {
    fileprivate var json: JSON {
        [
            "number": .integer(number), "errorResponse": .bool(isErrorResponse), "target": .string(target),
            "state": .string(state.rawValue),
            "attempts": .integer(attempts), "firstAttempt": .optional(firstAttempt?.iso8601),
            "lastAttempt": .optional(lastAttempt?.iso8601), "due": .optional(due?.iso8601),
            "words": .optional(words), "response": responseJSON, "error": failure?.json ?? .null,
        ]
    }

    /// The response as the handler gave it; a text when it is no JSON.
    private var responseJSON: JSON {
        guard let response else { return .null }
        return (try? JSON.read(response)) ?? .string(response)
    }
}

extension ArrivalLink {
    package var json: JSON {
        ["rule": .string(rule), "object": .string(object), "key": .string(key), "value": .string(value)]
    }
}
