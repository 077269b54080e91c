package import Attributes

/// Something that happened in a mailbox, as it is told to those who watch.
package struct MailboxNews: Sendable {
    package enum Kind: Hashable, Sendable {
        /// A letter was delivered.
        case arrived
        /// Somebody put an item into the folder.
        case created
        case changed
        case removed
        /// The item is the one in the new folder.
        case moved(from: MailFolder.ID, was: MailItem.ID)
        case copied(from: MailFolder.ID, was: MailItem.ID)
    }

    package let number: Int
    package let time: Instant
    package let owner: SandboxUser.ID
    package let folder: MailFolder.ID
    package let item: MailItem.ID
    package let kind: Kind
}
