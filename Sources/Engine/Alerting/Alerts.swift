import Attributes
import Connecting
import Glibc
import MIME
import Spool
import Synchronization

/// Tells people by letter when something needs them: at most once an hour for one cause, through the default connection, and never
/// about its own letters.
final class Alerts: Sendable {
    /// What its letters have for a route; no route can be called so.
    static let route = "(alerts)"
    private static let pause = Duration.seconds(3600)
    /// Less than this much room left on the spool's disk is little.
    private static let leastFree = 200_000_000

    private let spool: any Spool
    private let tell: @Sendable (ServiceNews) -> Void
    private let workspace = Mutex<Workspace?>(nil)
    /// Letters that failed since the last alert of that.
    private let failed = Mutex<(count: Int, examples: [String])>((0, []))

    init(_ spool: any Spool, tell: @escaping @Sendable (ServiceNews) -> Void) {
        self.spool = spool
        self.tell = tell
    }

    func use(_ workspace: Workspace) { self.workspace.withLock { $0 = workspace } }

    func connectionFails(_ name: String, _ failure: Failure) {
        // It can't tell of itself.
        guard workspace.withLock({ $0?.defaultConnection }) != name else {
            return tell(
                .alertFailed("connection \(name)", why: "it is the default connection, which alerts go through"))
        }
        raise(
            "connection:\(name)", "The connection '\(name)' keeps failing",
            "\(failure.message).\n\nWhat helps: \(failure.help).\n\n"
                + "Its letters wait in the spool and go out by themselves once it works: router queue list --connection \(name)\n"
        )
    }

    func ended(_ delivery: Delivery, _ receipt: Receipt) {
        guard delivery.route != Self.route, delivery.route != CanaryKeeper.route,
            receipt.recipients.contains(where: { $0.state == .failed || $0.state == .held })
        else { return }
        let lines = receipt.recipients.filter { $0.state != .sent }.prefix(3).map { recipient in
            "\(delivery.letter.id) (\(delivery.route)) to \(recipient.address): \(recipient.state.rawValue)"
                + (recipient.reply.map { ", \($0)" } ?? "")
        }
        failed.withLock { failed in
            failed.count += 1
            if failed.examples.count < 20 { failed.examples += lines }
        }
        raise("failed", "Letters failed for good, or nobody knows whether they arrived") { [self] in
            let (count, examples) = failed.withLock { failed in
                defer { failed = (0, []) }
                return failed
            }
            return "\(count == 1 ? "A letter" : "\(count) letters"):\n\n\(examples.joined(separator: "\n"))\n\n"
                + "router queue show ID tells the story of one; router queue retry and cancel decide.\n"
        }
    }

    /// Tells of what stops letters from coming in: a folder that can't be read, a handler that keeps failing, letters that nobody gets.
    func heard(_ news: ServiceNews) {
        switch news {
        case .folderFails(let folder, let route, let failure):
            raise(
                "folder:\(folder)", "The folder '\(folder)' can't be read",
                "The route '\(route)' gets no letters: \(failure.message).\n\nWhat helps: \(failure.help).\n\n"
                    + "router tries again by itself, and goes on where it stopped.\n")
        case .handlerFails(let target, let failure):
            raise(
                "handler:\(target)", "The handler '\(target)' keeps failing",
                "\(failure.message).\n\nWhat helps: \(failure.help).\n\n"
                    + "Its messages wait in the spool: router inbox list --state delivering\n")
        case .understood(let id, let route, .quarantined, let reason):
            raise(
                "quarantine:\(route)", "Letters of the route '\(route)' are in quarantine",
                "\(id): \(reason?.message ?? "it can't be handed to anybody").\n\n"
                    + "What helps: \(reason?.help ?? "router inbox show \(id)").\n\n"
                    + "router inbox list --state quarantined shows all of them.\n")
        case .canaryMissing(let route, let recipient, let within):
            raise(
                "canary:\(route)", "A letter that the route '\(route)' sent to itself did not come back",
                "It was sent to \(recipient), and was to be there within \(Int(within / .seconds(1))) seconds. Letters of others may not "
                    + "arrive either.\n\nWhat helps: router list tells whether the folder is read, router queue list --route "
                    + "'(canary)' whether the letter went out; else look for it in the mailbox's other folders.\n")
        case .handled(let handling, let outcome, _):
            guard case .failed(let failure) = outcome.end else { return }
            raise(
                "refused:\(handling.target)", "The handler '\(handling.target)' refused a message for good",
                "\(handling.id.arrival), of the route '\(handling.route)': \(failure.message).\n\n"
                    + "What helps: \(failure.help).\n\nThen: router inbox retry \(handling.id.arrival)\n")
        default: break
        }
    }

    /// Looks how much room there is for the spool.
    func checkDisk(of place: String) {
        guard place.hasPrefix("sqlite:") else { return }
        let path = String(place.dropFirst(7))
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return }
        let free = Int(status.f_bavail) * Int(status.f_frsize)
        guard free < Self.leastFree else { return }
        tell(.diskNearlyFull(path: path, freeBytes: free))
        raise(
            "disk", "The disk of the spool is nearly full",
            "\(path) has \(free / 1_000_000) MB left. When there is no room, nothing more is accepted. Make room.\n")
    }

    private func raise(_ cause: String, _ subject: String, _ text: String) { raise(cause, subject) { text } }

    private func raise(_ cause: String, _ subject: String, _ text: @escaping @Sendable () -> String) {
        guard let workspace = workspace.withLock({ $0 }), let recipients = workspace.settings.alerts?.to else { return }
        guard let name = workspace.defaultConnection, let connection = workspace.connections[name],
            !connection.isDisabled, connection.sender != nil
        else { return tell(.alertFailed(subject, why: "there is no default connection that sends")) }
        Task {
            do {
                let now = Instant.now
                let isFirst = try await spool.write(
                    Note(subject, time: now), key: "alert:\(cause)", unlessAfter: now - Self.pause)
                guard isFirst else { return }
                let message = try Message(alert: subject, text(), through: connection, to: recipients, in: workspace)
                guard let id = UUIDv7(message.id) else { return }
                let letter = NewLetter(
                    message.letter, route: Self.route, connection: name, bus: 3, unknown: .hold,
                    keep: workspace.settings.keep)
                _ = try await spool.put(NewSubmission(id: id, created: now, letters: [letter]))
                tell(.alerted(subject))
            } catch {
                tell(.alertFailed(subject, why: "\(error)"))
            }
        }
    }
}

extension Instant {
    fileprivate static func - (instant: Instant, duration: Duration) -> Instant { instant + (.zero - duration) }
}
