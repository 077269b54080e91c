/// What the parts of a letter say of another letter's delivery.
struct NoticeParts {
    var isReport = false
    /// The `message/delivery-status` part.
    var status: [UInt8]?
    /// The letter that came back, or its header.
    var returned: [UInt8]?
}

/// Reads delivery status notices (RFC 3464), and those of servers that write them otherwise.
enum DeliveryNoticeReader {
    /// More recipients are not kept.
    static let most = 10_000
    /// A header of a notice is not read beyond.
    private static let reach = 1 << 20

    static func notice(
        _ parts: NoticeParts, failedRecipients: [String], text: String?, from: [Mailbox]
    ) -> DeliveryNotice? {
        var notice: DeliveryNotice
        if let status = parts.status {
            notice = standard(status)
        } else if !failedRecipients.isEmpty {
            // Exim, Gmail.
            let addresses = failedRecipients.flatMap { $0.split { ", \t".contains($0) } }.prefix(most)
            notice = DeliveryNotice(recipients: addresses.map { failed(String($0), text) })
        } else if let text, let recipients = BounceText.recipients(text) {
            notice = DeliveryNotice(recipients: recipients)
        } else {
            return nil
        }
        if let returned = parts.returned { notice.messageID = HeaderScan.messageID(in: returned) }
        if notice.messageID == nil, let text { notice.messageID = BounceText.messageID(text) }
        return notice
    }

    private static func failed(_ address: String, _ text: String?) -> DeliveryNotice.Recipient {
        let found = text.flatMap { BounceText.reason(for: address, in: $0) }
        return DeliveryNotice.Recipient(
            address: address, action: .failed, status: found?.status ?? "5.0.0", diagnostic: found?.words)
    }

    // MARK: RFC 3464

    private static func standard(_ bytes: [UInt8]) -> DeliveryNotice {
        let decoder = TextDecoder()
        var notice = DeliveryNotice(recipients: [])
        var position = 0
        while position < bytes.count, notice.recipients.count < most {
            // Groups of fields with blank lines between, also more of them than one.
            let line = LetterLine(bytes, at: position)
            if line.isBlank || bytes[line.start..<line.end].allSatisfy(\.isFieldSpace) {
                position = line.next
                continue
            }
            let scan = FieldScan(bytes, from: position, limit: reach, outlook: 0) { _ in false }
            if scan.isTooLong { break }
            var fields: [String: String] = [:]
            for field in scan.fields {
                let name = String(decoding: bytes[field.nameRange], as: UTF8.self).lowercased()
                if fields[name] == nil { fields[name] = FieldText.text(bytes, field.value, decoder) }
            }
            if let id = fields["original-envelope-id"], !id.isEmpty { notice.envelopeID = XText.decoded(id) }
            if let recipient = recipient(fields) { notice.recipients.append(recipient) }
            // What is no field is passed over.
            position = scan.body > position ? scan.body : line.next
        }
        return notice
    }

    private static func recipient(_ fields: [String: String]) -> DeliveryNotice.Recipient? {
        let addresses = ["original-recipient", "final-recipient", "x-actual-recipient"].compactMap { fields[$0] }
        guard let address = addresses.map(address).first(where: { !$0.isEmpty }) else { return nil }
        let status = fields["status"].flatMap { BounceText.status(in: $0) }
        let word = fields["action"].map { $0.lowercased().prefix { $0.isLetter } } ?? ""
        let action =
            DeliveryNotice.Action(rawValue: String(word))
            ?? (status?.first == "4" ? .delayed : status?.first == "2" ? .delivered : .failed)
        let diagnostic = fields["diagnostic-code"].map(words)
        let fallback = action == .failed ? "5.0.0" : action == .delayed ? "4.0.0" : "2.0.0"
        return DeliveryNotice.Recipient(
            address: address, action: action,
            status: status ?? diagnostic.flatMap { BounceText.status(in: $0) } ?? fallback, diagnostic: diagnostic)
    }

    /// `rfc822;a@example.com`, `rfc822; <a@example.com>`, `utf-8;…`, or the address alone.
    private static func address(_ value: String) -> String {
        let kinds = ["rfc822", "utf-8", "smtp", "local", "internet", "x-local-hostname", "unknown"]
        var text = value[...]
        var isText = false
        if let semicolon = text.firstIndex(of: ";") {
            let kind = text[..<semicolon].lowercased().filter { !$0.isWhitespace }
            if kinds.contains(kind) { text = text[text.index(after: semicolon)...] }
            isText = kind == "rfc822"
        }
        text = text.drop { $0 == " " || $0 == "<" || $0 == "\t" }
        while let last = text.last, " >\t".contains(last) { text.removeLast() }
        return isText && text.contains("+") ? XText.decoded(String(text)) : String(text)
    }

    /// Without the kind of server: `smtp; 550 no such user`.
    private static func words(_ value: String) -> String {
        guard let semicolon = value.firstIndex(of: ";"),
            value[..<semicolon].allSatisfy({ $0.isLetter || "-_0123456789 ".contains($0) })
        else { return value }
        return String(value[value.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" })
    }
}

/// What ESMTP parameters carry (RFC 3461 §4): `+2B` for a plus.
enum XText {
    static func decoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var position = 0
        while position < bytes.count {
            // Capitals only: an address such as `a+ab@example.com` is not xtext.
            if bytes[position] == UInt8(ascii: "+"), position + 2 < bytes.count, isHex(bytes[position + 1]),
                isHex(bytes[position + 2]), let high = EncodedWords.hex(bytes[position + 1]),
                let low = EncodedWords.hex(bytes[position + 2]), high << 4 | low == 0x2B || high << 4 | low == 0x3D
            {
                result.append(high << 4 | low)
                position += 3
            } else {
                result.append(bytes[position])
                position += 1
            }
        }
        return FieldText.harmless(String(decoding: result, as: UTF8.self))
    }

    private static func isHex(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) }
}
