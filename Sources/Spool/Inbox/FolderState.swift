package import Attributes

/// A folder of a mailbox that a route reads.
package struct FolderName: Hashable, Sendable, CustomStringConvertible {
    package var connection: String
    package var folder: String

    package init(connection: String, folder: String) {
        self.connection = connection
        self.folder = folder
    }

    package var description: String { "\(connection)/\(folder)" }
}

/// How a look at a folder went.
package struct FolderSighting: Hashable, Sendable {
    package var time: Instant
    /// Why it could not be looked at; `nil` when it could.
    package var failure: AttemptFailure?
    /// The server's words.
    package var reply: String
    /// How many letters wait there to be fetched; `nil` when that is not known.
    package var backlog: Int?

    package init(time: Instant, failure: AttemptFailure? = nil, reply: String, backlog: Int? = nil) {
        self.time = time
        self.failure = failure
        self.reply = reply
        self.backlog = backlog
    }
}

/// What is known of a folder.
package struct FolderState: Hashable, Sendable {
    package var name: FolderName
    /// From where to look next; `nil` when it was never looked at, or was forgotten.
    package var cursor: String?
    /// Who has it now, for people; `nil` when nobody has.
    package var owner: String?
    /// The last look that worked.
    package var lastSuccess: Instant?
    /// The last look, whether it worked or not.
    package var last: FolderSighting?

    package init(
        name: FolderName, cursor: String? = nil, owner: String? = nil, lastSuccess: Instant? = nil,
        last: FolderSighting? = nil
    ) {
        self.name = name
        self.cursor = cursor
        self.owner = owner
        self.lastSuccess = lastSuccess
        self.last = last
    }
}
