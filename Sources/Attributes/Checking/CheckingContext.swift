/// What submitted data are checked against, beside their schema.
package struct CheckingContext: Sendable {
    package enum Documents: Sendable {
        /// A path is relative to this folder: that of the data file.
        case relative(to: String)
        /// There are no paths: who submits can't name files of this machine.
        case refused
    }

    package var accounts: Directory
    /// Where the clocks of dates without an offset hang.
    package var zone: Zone
    package var documents: Documents
    /// Decoded bytes of one document.
    package var attachmentLimit: Int

    package init(
        accounts: Directory = .empty, zone: Zone = .utc, documents: Documents = .refused,
        attachmentLimit: Int = 10_000_000
    ) {
        self.accounts = accounts
        self.zone = zone
        self.documents = documents
        self.attachmentLimit = attachmentLimit
    }

    var takesPaths: Bool {
        if case .relative = documents { true } else { false }
    }
}
