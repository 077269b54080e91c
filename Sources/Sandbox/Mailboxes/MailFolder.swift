/// A folder of a mailbox.
package struct MailFolder: Hashable, Sendable {
    /// Unique in the sandbox, and never used again.
    package struct ID: Hashable, Sendable {
        package let number: Int

        package init(_ number: Int) { self.number = number }
    }

    /// What a folder that every mailbox has is for.
    package enum Role: String, Sendable, CaseIterable {
        /// Above all others; holds no letters.
        case root
        /// Above those that people see; holds no letters.
        case top = "msgfolderroot"
        case inbox
        case sent = "sentitems"
        case drafts
        case deleted = "deleteditems"
        case junk = "junkemail"
        case outbox
        case calendar

        /// The name that it is shown under.
        package var name: String {
            switch self {
            case .root: "root"
            case .top: "Top of Information Store"
            case .inbox: "Inbox"
            case .sent: "Sent Items"
            case .drafts: "Drafts"
            case .deleted: "Deleted Items"
            case .junk: "Junk Email"
            case .outbox: "Outbox"
            case .calendar: "Calendar"
            }
        }

        /// What kind of items it is for.
        var content: String? {
            switch self {
            case .root, .top: nil
            case .calendar: MailFolder.appointments
            default: MailFolder.letters
            }
        }
    }

    package static let letters = "IPF.Note"
    package static let appointments = "IPF.Appointment"

    package let id: ID
    package let owner: SandboxUser.ID
    /// `nil` for the root alone.
    package var parent: ID?
    package var name: String
    /// `nil` for one that somebody made.
    package let role: Role?
    /// ``letters`` or ``appointments``; `nil` for one that holds folders only.
    package var content: String?
    /// Changes when the folder's UIDs begin anew; never 0.
    package let uidValidity: UInt32
    /// What the next letter will have.
    package var nextUID: UInt32 = 1
    /// Counts what happens to the folder itself.
    package var change: Int

    /// Whether letters lie in it, so that mail programs show it.
    package var holdsLetters: Bool { content == Self.letters }
}
