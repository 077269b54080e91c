internal import Attributes

/// Who wants to hear of what happens in folders.
struct Subscription: Sendable {
    enum Kind: Sendable {
        case pull, streaming
    }

    let id: String
    let owner: SandboxUser.ID
    let kind: Kind
    /// `nil` for all folders of the mailbox.
    let folders: Set<MailFolder.ID>?
    /// The schema's words: `NewMailEvent`.
    let events: Set<String>
    /// How long nobody may ask, in seconds, before it is forgotten.
    let patience: Int64
    var lastAsked: Instant
    /// What has happened and was not fetched, oldest first.
    var waiting: [MailboxNews] = []
    /// Up to where the client has heard all.
    var watermark: Int
    /// More happened than is kept.
    var isOverrun = false

    static let mostWaiting = 10_000

    /// Whether it is about something, in one of the events that are wanted.
    func wants(_ news: MailboxNews) -> Bool {
        guard news.owner == owner, !names(of: news).isEmpty else { return false }
        guard let folders else { return true }
        if folders.contains(news.folder) { return true }
        switch news.kind {
        case .moved(let from, _), .copied(let from, _): return folders.contains(from)
        default: return false
        }
    }

    /// The events that are told of something.
    func names(of news: MailboxNews) -> [String] {
        let names =
            switch news.kind {
            // As Exchange does: a letter that comes is made as well.
            case .arrived: ["CreatedEvent", "NewMailEvent"]
            case .created: ["CreatedEvent"]
            case .changed: ["ModifiedEvent"]
            case .removed: ["DeletedEvent"]
            case .moved: ["MovedEvent"]
            case .copied: ["CopiedEvent"]
            }
        return names.filter(events.contains)
    }
}
