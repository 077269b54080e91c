import Attributes
import Connecting
import MIME

/// What became of a message, as every command with `--json` prints it on a line of its own.
struct OutcomeJSON {
    var id: String
    var submission: String
    var route: String
    var messageID: String
    var connection: String
    var receipt: Receipt
    /// What the letter speaks of.
    var links: [JSON] = []

    var value: JSON {
        let recipients: [JSON] = receipt.recipients.map { recipient in
            [
                "address": .string(recipient.address), "state": .string(recipient.state.rawValue),
                "reply": recipient.reply.map { .string($0.description) } ?? .null,
            ]
        }
        var members: [JSON.Member] = [
            .init(name: "id", value: .string(id)),
            .init(name: "submission", value: .string(submission)),
            .init(name: "route", value: .string(route)),
            .init(name: "state", value: .string(receipt.state.rawValue)),
            .init(name: "messageId", value: .string(messageID)),
            .init(name: "connection", value: .string(connection)),
            .init(name: "recipients", value: .array(recipients)),
        ]
        if !links.isEmpty { members.append(.init(name: "links", value: .array(links))) }
        if let failure = receipt.failure { members.append(.init(name: "error", value: failure.json)) }
        return .object(members)
    }
}
