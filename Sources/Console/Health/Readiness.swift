import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import Spool

/// Whether submissions are taken and letters go out.
struct Readiness: Sendable {
    struct Reason: Hashable, Sendable {
        var code: String
        var connection: String?
        var detail: String
    }

    /// Less than this much room left on the spool's disk is little.
    private static let leastFree = 200_000_000
    /// How long a trial of the spool is good for.
    private static let patience = Duration.seconds(2)

    private let service: Service
    private let inbox: InboxFigures
    private let trial: Remembered<SpoolProblem?>

    init(_ service: Service, _ inbox: InboxFigures) {
        self.service = service
        self.inbox = inbox
        let spool = service.spool
        trial = Remembered(nil, for: Self.patience) { await Self.trial(of: spool) }
    }

    /// Why not all is well; none when it is.
    func reasons() async -> [Reason] {
        var reasons: [Reason] = []
        if service.isStopping {
            reasons.append(Reason(code: "stopping", detail: "router is being stopped"))
        }
        if service.isLost {
            reasons.append(
                Reason(code: "owner-lost", detail: "others have taken this process for dead; restart it"))
        }
        if let problem = await trial.value() {
            // The place would tell strangers of this machine's folders.
            reasons.append(Reason(code: problem.code.rawValue, detail: "the spool \(problem.problem)"))
        }
        if let free = freeBytes, free < Self.leastFree {
            reasons.append(
                Reason(code: "disk-nearly-full", detail: "the spool's disk has \(free / 1_000_000) MB left"))
        }
        for (name, health) in await service.health().sorted(by: { $0.key < $1.key }) where health.circuit.isOpen {
            let code = health.circuit.failure?.code.rawValue ?? "unknown"
            reasons.append(
                Reason(
                    code: "connection-fails", connection: name,
                    detail: "'\(name)' keeps failing (\(code)): its letters wait"))
        }
        return reasons + Self.reasons(await inbox.folders()) + Self.reasons(await inbox.canaryHealth())
    }

    /// Mailboxes that are not read.
    static func reasons(_ folders: [FolderLiveness]) -> [Reason] {
        folders.filter { !$0.isRead }.map { folder in
            // The server's words are the operator's business, as are the mailbox's.
            let why = if case .failing(let failure) = folder.standing { failure.code } else { "no look for too long" }
            return Reason(
                code: "folder-not-read", connection: folder.folder.connection,
                detail: "'\(Visible.line(folder.folder.folder))' of '\(folder.folder.connection)' is not read "
                    + "(\(why)): its letters wait")
        }
    }

    /// Letters that routes sent to themselves and that did not come back.
    static func reasons(_ canaries: [CanaryHealth]) -> [Reason] {
        canaries.filter { $0.standing == .missing }.map { canary in
            Reason(
                code: "canary-missing",
                detail:
                    "a letter that the route '\(canary.route)' sent to itself did not come back: others may not arrive either"
            )
        }
    }

    /// Writes a note to the spool.
    private static func trial(of spool: any Spool) async -> SpoolProblem?? {
        do throws(SpoolProblem) {
            try await spool.write(Note("trial", time: .now), key: "readiness")
            return .some(nil)
        } catch {
            return error
        }
    }

    /// What is left on the disk of a spool that is a file.
    var freeBytes: Int? {
        let place = service.spool.place
        let path = place.hasPrefix("sqlite:") ? String(place.dropFirst(7)) : place
        guard path.hasPrefix("/") else { return nil }
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }
}
