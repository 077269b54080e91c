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
                let owner = contents.byAddress[MailboxContents.key(recipient)]
                guard owner != nil || !contents.isInside(recipient) else { return .unknown }
                if let owner, let before = reached[owner] { return before }
                var item = NewItem(content: letter, received: time)
                item.envelope = MailItem.Envelope(sender: sender, recipients: [recipient])
                let outcome = contents.deliver(item, reading, to: owner ?? Self.outside)
                if let owner { reached[owner] = outcome }
                return outcome
            }
        }
    }
}

extension MailboxContents {
    fileprivate mutating func deliver(
        _ item: NewItem, _ reading: ArrivingMeeting?, to owner: SandboxUser.ID
    ) -> Delivered {
        guard let inbox = folder(.inbox, of: owner)?.id else { return .unknown }
        var item = item
        if let reading, owner != Mailboxes.outside { arrive(reading, &item, owner) }
        do throws(MailboxProblem) {
            _ = try put(item, into: inbox, as: .arrived)
            return owner == Mailboxes.outside ? .outside : .inside(owner)
        } catch {
            return .refused(error)
        }
    }
}
