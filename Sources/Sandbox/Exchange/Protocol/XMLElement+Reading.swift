internal import Attributes
internal import MIME
internal import XML

extension XMLElement {
    /// Whether its text is a true of XML Schema.
    var isTrue: Bool { ["true", "1"].contains(trimmed) }

    /// A point in time, in UTC unless it says where.
    var instant: Instant? { try? Instant(trimmed, in: .utc) }

    /// `<t:Mailbox><t:Name/><t:EmailAddress/></t:Mailbox>`.
    var mailbox: Mailbox? {
        guard let address = self["EmailAddress"]?.trimmed, !address.isEmpty else { return nil }
        return Mailbox(name: self["Name"]?.trimmed, address: address)
    }

    /// The mailboxes in it, in their order.
    var mailboxes: [Mailbox] { all("Mailbox").compactMap(\.mailbox) }
}
