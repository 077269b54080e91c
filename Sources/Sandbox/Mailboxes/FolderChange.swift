/// Something that happened to an item of a folder.
package struct FolderChange: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case created
        case changed
        /// Nothing but whether it is read.
        case readOnly(Bool)
        case removed
    }

    /// Rises with everything that happens in the sandbox.
    package let number: Int
    package let kind: Kind
    package let item: MailItem.ID
    package let uid: UInt32
}
