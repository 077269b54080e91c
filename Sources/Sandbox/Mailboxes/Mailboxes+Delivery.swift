package import Attributes
internal import Synchronization

/// What became of a letter for one of its recipients.
package enum Delivered: Hashable, Sendable {
    /// It lies in this mailbox.
    case inside(SandboxUser.ID)
    /// It would have left, and is kept in the mailbox ``Mailboxes/outside``.
    case outside
    /// The sandbox answers for the domain, and has nobody of this name there.
    case unknown
    case refused(MailboxProblem)
}

extension Mailboxes {
    /// Gives a letter to its recipients; nothing ever leaves the sandbox.
    ///
    /// Behind a `+` in the name before the `@` a folder may stand, as with most servers (RFC 5233): `desk+orders@example.com`.
    /// An invitation stands tentatively in the calendar of whom it invites as well; an answer is noted in the organizer's.
    ///
    /// - Parameters:
    ///   - letter: With CRLF line ends, without Bcc.
    ///   - sender: Of the envelope; blank for a notice.
    ///   - recipients: Of the envelope.
    ///   - time: When it came.
    /// - Returns: One for each recipient, in their order. A mailbox with two of the addresses gets the letter once.
    package func deliver(
        _ letter: [UInt8], from sender: String, to recipients: [String], at time: Instant = .now
    ) -> [Delivered] {
        let reading = ArrivingMeeting.read(letter)
        return contents.withLock { contents in
            var reached: [SandboxUser.ID: Delivered] = [:]
            return recipients.map { recipient in
                let (owner, detail) = contents.owner(of: recipient)
                guard owner != nil || !contents.isInside(recipient) else { return .unknown }
                if let owner, let before = reached[owner] { return before }
                var item = NewItem(content: letter, received: time)
                item.envelope = MailItem.Envelope(sender: sender, recipients: [recipient])
                let outcome = contents.deliver(item, reading, to: owner ?? Self.outside, detail)
                if let owner { reached[owner] = outcome }
                return outcome
            }
        }
    }
}

extension MailboxContents {
    fileprivate mutating func deliver(
        _ item: NewItem, _ reading: ArrivingMeeting?, to owner: SandboxUser.ID, _ detail: String?
    ) -> Delivered {
        guard let inbox = folder(.inbox, of: owner)?.id else { return .unknown }
        let named = detail.flatMap { name in folder(.top, of: owner).flatMap { child(name, of: $0.id) } }
        let place = named?.content == MailFolder.letters ? named?.id : nil
        var item = item
        if let reading, owner != Mailboxes.outside { arrive(reading, &item, owner) }
        do throws(MailboxProblem) {
            _ = try put(item, into: place ?? inbox, as: .arrived)
            return owner == Mailboxes.outside ? .outside : .inside(owner)
        } catch {
            return .refused(error)
        }
    }
}
