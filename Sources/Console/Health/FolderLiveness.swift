package import Attributes
package import Engine
package import Spool

/// Whether a mailbox's folder is being read, as lists, readiness and figures tell it.
///
/// Nothing here says that a folder is read without a look at it that worked, and not long ago.
package struct FolderLiveness: Sendable {
    package enum Standing: Hashable, Sendable {
        /// It was looked at lately, with success.
        case read
        /// Its reader has begun, and did not get that far yet.
        case starting
        /// Another process reads it: its name.
        case elsewhere(String)
        /// The last look failed.
        case failing(AttemptFailure)
        /// No look worked for too long, and nobody says why.
        case silent
    }

    /// The route that it is read for; `nil` when that is not known.
    package var route: String?
    package var folder: FolderName
    package var standing: Standing
    package var lastSuccess: Instant?
    /// The last look, whether it worked or not.
    package var lastLook: Instant?
    /// The server's words at the last look.
    package var reply: String
    /// How many letters wait there to be fetched; `nil` when that is not known.
    package var backlog: Int?

    package init(
        route: String? = nil, folder: FolderName, standing: Standing, lastSuccess: Instant? = nil,
        lastLook: Instant? = nil, reply: String = "", backlog: Int? = nil
    ) {
        self.route = route
        self.folder = folder
        self.standing = standing
        self.lastSuccess = lastSuccess
        self.lastLook = lastLook
        self.reply = reply
        self.backlog = backlog
    }

    /// What it takes to say that a look is overdue beside twice the interval: a slow server's answer.
    private static let tolerance = Duration.seconds(60)

    /// As the spool knows it, from whichever process reads it.
    ///
    /// - Parameters:
    ///   - state: What was written down of it.
    ///   - route: Reads it.
    ///   - interval: How often it is to be looked at.
    ///   - now: When that is asked.
    package init(_ state: FolderState, of route: String?, interval: Duration, now: Instant) {
        let isRecent = state.lastSuccess.map { now - $0 <= interval * 2 + Self.tolerance } ?? false
        let standing: Standing =
            if let failure = state.last?.failure {
                .failing(failure)
            } else if isRecent {
                .read
            } else {
                state.last == nil && state.owner != nil ? .starting : .silent
            }
        self.init(
            route: route, folder: state.name, standing: standing, lastSuccess: state.lastSuccess,
            lastLook: state.last?.time,
            reply: state.last?.reply ?? "", backlog: state.last?.backlog)
    }

    /// As the reader itself knows it.
    package init(_ health: FolderHealth, now: Instant) {
        let standing: Standing =
            switch health.stage {
            case .failing(let failure): .failing(AttemptFailure(failure))
            case .spoolFails(let problem):
                .failing(
                    AttemptFailure(code: problem.code.rawValue, message: problem.problem, help: problem.remedy))
            case .standby(let name): .elsewhere(name)
            case .starting where health.isRead(now: now): .starting
            case .starting, .loading, .watching: health.isRead(now: now) ? .read : .silent
            }
        self.init(
            route: health.route, folder: health.folder, standing: standing, lastSuccess: health.lastSuccess,
            lastLook: health.lastSuccess, reply: health.reply, backlog: health.backlog)
    }

    package var isRead: Bool {
        switch standing {
        case .read, .starting, .elsewhere: true
        case .failing, .silent: false
        }
    }

    var isElsewhere: Bool {
        if case .elsewhere = standing { true } else { false }
    }

    /// How it is read, in a few words: `read 12s ago`, `not read for 3h`, `never read`.
    package func words(now: Instant, length: (Duration) -> String) -> String {
        let last = lastSuccess.map { length(now - $0) }
        return switch standing {
        case .read: last.map { "read \($0) ago" } ?? "never read"
        case .starting: "about to be read"
        case .elsewhere(let name): "read by '\(name)'"
        case .failing, .silent: last.map { "not read for \($0)" } ?? "never read"
        }
    }

    package var json: JSON {
        let (word, failure): (String, AttemptFailure?) =
            switch standing {
            case .read: ("read", nil)
            case .starting: ("starting", nil)
            case .elsewhere: ("elsewhere", nil)
            case .failing(let failure): ("failing", failure)
            case .silent: ("silent", nil)
            }
        return [
            "connection": .string(folder.connection), "folder": .string(folder.folder), "route": .optional(route),
            "state": .string(word), "lastSuccess": .optional(lastSuccess?.iso8601),
            "lastLook": .optional(lastLook?.iso8601), "reply": .string(reply),
            "backlog": backlog.map { .integer($0) } ?? .null, "error": failure?.json ?? .null,
        ]
    }
}
