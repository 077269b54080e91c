internal import Connecting

/// Recipients and the last replies about them in one compact column.
enum RecipientsCoding {
    private static let version: UInt8 = 1

    static func encode(_ recipients: [RecipientStatus]) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(version)
        writer.number(recipients.count)
        for recipient in recipients {
            writer.byte(recipient.state.number)
            writer.text(recipient.address)
            writer.optional(recipient.reason)
            guard let reply = recipient.reply else {
                writer.number(0)
                continue
            }
            writer.number(max(0, reply.code) + 1)
            writer.optional(reply.enhanced)
            writer.text(reply.text)
        }
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(ByteReader.Problem) -> [RecipientStatus] {
        var reader = ByteReader(bytes)
        guard try reader.byte() == version else { throw ByteReader.Problem() }
        let count = try reader.number()
        // Each takes four bytes at least: hostile counts reserve nothing.
        guard count <= bytes.count / 4 else { throw ByteReader.Problem() }
        var recipients: [RecipientStatus] = []
        recipients.reserveCapacity(count)
        for _ in 0..<count {
            guard let state = RecipientState(number: try reader.byte()) else { throw ByteReader.Problem() }
            var recipient = RecipientStatus(address: try reader.text(), state: state)
            recipient.reason = try reader.optional()
            let code = try reader.number()
            if code > 0 {
                recipient.reply = Reply(code: code - 1, enhanced: try reader.optional(), text: try reader.text())
            }
            recipients.append(recipient)
        }
        guard reader.isAtEnd else { throw ByteReader.Problem() }
        return recipients
    }
}

extension RecipientState {
    /// As it is stored: never changes its meaning.
    fileprivate var number: UInt8 {
        switch self {
        case .queued: 0
        case .sent: 1
        case .deferred: 2
        case .failed: 3
        case .held: 4
        case .cancelled: 5
        case .bounced: 6
        }
    }

    fileprivate init?(number: UInt8) {
        guard let state = Self.allCases.first(where: { $0.number == number }) else { return nil }
        self = state
    }
}
