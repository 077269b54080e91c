internal import Attributes
internal import MIME
internal import XML

extension ItemView {
    /// What letters have, in the schema's order.
    func writeMessage(_ xml: inout XMLWriter) {
        one(&xml, "Sender", item.envelope.map { Mailbox(address: $0.sender) } ?? letter.from.first)
        if !shape.isSearch {
            mailboxes(&xml, "ToRecipients", isDefault: true, letter.to)
            mailboxes(&xml, "CcRecipients", isDefault: true, letter.cc)
            mailboxes(&xml, "BccRecipients", isDefault: true, letter.bcc)
        }
        property(&xml, "IsReadReceiptRequested", false)
        property(&xml, "IsDeliveryReceiptRequested", false)
        property(&xml, "ConversationTopic", subject)
        one(&xml, "From", isDefault: true, letter.from.first)
        property(&xml, "InternetMessageId", letter.messageID)
        property(&xml, "IsRead", isDefault: true, item.isRead)
        property(&xml, "IsResponseRequested", item.kind == .request)
        property(&xml, "References", letter.references.isEmpty ? nil : letter.references.joined(separator: " "))
        if !shape.isSearch { mailboxes(&xml, "ReplyTo", letter.replyTo) }
        guard version >= .exchange2007SP1, item.envelope != nil else { return }
        one(&xml, "ReceivedBy", Mailbox(name: owner.name, address: owner.address))
        one(&xml, "ReceivedRepresenting", Mailbox(name: owner.name, address: owner.address))
    }

    func one(_ xml: inout XMLWriter, _ name: String, isDefault: Bool = false, _ mailbox: Mailbox?) {
        mailboxes(&xml, name, isDefault: isDefault, mailbox.map { [$0] } ?? [])
    }
}
