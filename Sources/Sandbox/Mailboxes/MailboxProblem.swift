/// Why something can't be done with a mailbox.
package enum MailboxProblem: Error, Hashable, Sendable {
    case noSuchUser
    case noSuchFolder
    case noSuchItem
    /// Somebody else has changed it since.
    case changed
    case folderExists
    /// Every mailbox has this folder.
    case folderIsFixed
    /// The folder holds items of another kind, or none at all.
    case wrongFolder
    /// A letter is larger than ``Mailboxes/longestLetter``.
    case tooLarge
    /// All mailboxes together hold ``Mailboxes/capacity`` bytes, or one has too many folders.
    case full
}
