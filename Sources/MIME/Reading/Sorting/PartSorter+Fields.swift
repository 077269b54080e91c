extension PartSorter {
    /// The letter's own fields.
    mutating func readFields(_ fields: [RawField]) {
        var seen: Set<FieldName> = []
        letter.headers.reserveCapacity(fields.count)
        for field in fields {
            let value = FieldText.unfolded(bytes, field.value)
            let text = EncodedWords.text(value[...], decoder)
            letter.headers.append(
                ReadHeader(name: String(decoding: bytes[field.nameRange], as: UTF8.self), value: text))
            if field.name == .other || field.name == .received { continue }
            let isFirst = seen.insert(field.name).inserted
            if !isFirst, Self.single.contains(field.name) {
                let name = String(decoding: bytes[field.nameRange], as: UTF8.self).lowercased()
                flaws.add("The field '\(name)' stands more than once.")
            }
            read(field.name, value, text, isFirst: isFirst)
        }
        if letter.messageID == nil, seen.contains(.messageID) { flaws.add("The Message-ID is empty.") }
    }

    /// Fields that may stand once (RFC 5322 §3.6); the first one counts, for those behind it may have been added to deceive.
    private static let single: Set<FieldName> = [
        .from, .subject, .date, .messageID, .replyTo, .to, .cc, .bcc, .inReplyTo, .references, .contentType,
        .contentTransferEncoding, .mimeVersion,
    ]

    private mutating func read(_ name: FieldName, _ value: [UInt8], _ text: String, isFirst: Bool) {
        switch name {
        case .from: if letter.from.isEmpty { letter.from = mailboxes(value) }
        case .replyTo: if letter.replyTo.isEmpty { letter.replyTo = mailboxes(value) }
        // Some programs write one field for each recipient.
        case .to: letter.to += mailboxes(value)
        case .cc: letter.cc += mailboxes(value)
        case .bcc: letter.bcc += mailboxes(value)
        case .subject: if isFirst || letter.subject.isEmpty { letter.subject = text }
        case .date:
            guard letter.date == nil else { return }
            letter.date = ReadDate.instant(value[...])
            if letter.date == nil { flaws.add("The date can't be understood.") }
        case .messageID:
            if letter.messageID == nil { letter.messageID = MessageIDs.all(in: value[...], isSingle: true).first }
        case .inReplyTo: if letter.inReplyTo.isEmpty { letter.inReplyTo = MessageIDs.all(in: value[...]) }
        case .references: if letter.references.isEmpty { letter.references = MessageIDs.all(in: value[...]) }
        default: break
        }
    }

    private func mailboxes(_ value: [UInt8]) -> [Mailbox] { MailboxList.mailboxes(value, decoder) }
}
