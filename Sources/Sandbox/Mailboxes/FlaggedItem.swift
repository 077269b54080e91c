/// What bears the flags of a letter, in a folder or on its way there.
package protocol FlaggedItem {
    var isRead: Bool { get set }
    var isFlagged: Bool { get set }
    var isAnswered: Bool { get set }
    var isForwarded: Bool { get set }
    var isDraft: Bool { get set }
    /// Marked for its removal, as IMAP does.
    var isDeleted: Bool { get set }
    /// Further flags of IMAP; categories in Exchange.
    var keywords: Set<String> { get set }
}
