internal import Attributes
internal import MIME

extension ExchangeDesk {
    /// What is done with an item that is made: Exchange's `MessageDisposition`.
    enum Disposition: String {
        case saveOnly = "SaveOnly"
        case sendOnly = "SendOnly"
        case sendAndSaveCopy = "SendAndSaveCopy"
    }

    /// Sends a letter that may have Bcc; it leaves without.
    func send(_ content: [UInt8], _ owner: SandboxUser, actor: SandboxUser) throws(EWSError) {
        let letter = try read(content)
        if let from = letter.from.first { try checkSender(from.address, owner, actor) }
        let recipients = (letter.to + letter.cc + letter.bcc).map(\.address)
        guard !recipients.isEmpty, recipients.allSatisfy({ (try? EmailAddress($0)) != nil }) else {
            throw .noRecipients
        }
        let sent = LetterHeader.removing("Bcc", from: content)
        let outcomes = mailboxes.deliver(sent, from: letter.from.first?.address ?? owner.address, to: recipients)
        let lost = zip(recipients, outcomes).filter { outcome in
            switch outcome.1 {
            case .inside, .outside: false
            case .unknown, .refused: true
            }
        }
        if !lost.isEmpty { returnToSender(letter, lost.map(\.0), owner) }
    }

    func read(_ content: [UInt8]) throws(EWSError) -> ReadLetter {
        do throws(UnreadableLetter) {
            return try LetterReader.read(content)
        } catch {
            throw EWSError("ErrorMimeContentInvalid", "The MIME content can't be read: \(error.problem).")
        }
    }

    /// Whether somebody may write this address as the sender's.
    func checkSender(_ address: String, _ owner: SandboxUser, _ actor: SandboxUser) throws(EWSError) {
        guard let sender = mailboxes.user(address: address) else { throw .sendAsDenied }
        let may = sender.id == owner.id || mailboxes.may(actor.id, open: sender.id)
        guard may else { throw .sendAsDenied }
    }

    /// A notice, as Exchange sends it to whom it has taken a letter from that finds nobody.
    private func returnToSender(_ letter: ReadLetter, _ lost: [String], _ owner: SandboxUser) {
        let address = "postmaster@\(owner.address.split(separator: "@").last ?? "localhost")"
        let status = lost.map { "\r\nFinal-Recipient: rfc822;\($0)\r\nAction: failed\r\nStatus: 5.1.10\r\n" }
        let boundary = "=_\(UUIDv7())"
        let notice = """
            From: <\(address)>\r
            To: <\(owner.address)>\r
            Subject: Undeliverable\r
            Message-ID: <\(UUIDv7())@localhost>\r
            In-Reply-To: \(letter.messageID ?? "<unknown@localhost>")\r
            Auto-Submitted: auto-replied\r
            MIME-Version: 1.0\r
            Content-Type: multipart/report; report-type=delivery-status; boundary="\(boundary)"\r
            \r
            --\(boundary)\r
            Content-Type: text/plain\r
            \r
            Your message couldn't be delivered to: \(lost.joined(separator: ", "))\r
            --\(boundary)\r
            Content-Type: message/delivery-status\r
            \r
            Reporting-MTA: dns; localhost\r
            \(status.joined())\r
            --\(boundary)\r
            Content-Type: text/rfc822-headers\r
            \r
            Message-ID: \(letter.messageID ?? "<unknown@localhost>")\r
            --\(boundary)--\r

            """
        guard let inbox = mailboxes.folder(.inbox, of: owner.id) else { return }
        var item = NewItem(content: Array(notice.utf8))
        item.kind = .notice
        item.envelope = MailItem.Envelope(sender: "", recipients: [owner.address])
        _ = try? mailboxes.add(item, to: inbox.id)
    }
}
