import Attributes
import Connecting
import Engine
import Glibc
import Spool
import Synchronization

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

    private final class Kept: Sendable {
        let state = Mutex<(problem: SpoolProblem?, looked: ContinuousClock.Instant?)>((nil, nil))
    }

    private let service: Service
    private let kept = Kept()

    init(_ service: Service) { self.service = service }

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
        if let problem = await spoolProblem() {
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
        return reasons
    }

    /// Writes a note to the spool, now and again.
    private func spoolProblem() async -> SpoolProblem? {
        let (known, isFresh) = kept.state.withLock { state in
            let now = ContinuousClock.now
            let isFresh = state.looked.map { now - $0 < Self.patience } ?? false
            if !isFresh { state.looked = now }
            return (state.problem, isFresh)
        }
        if isFresh { return known }
        var problem: SpoolProblem?
        do throws(SpoolProblem) {
            try await service.spool.write(Note("trial", time: .now), key: "readiness")
        } catch {
            problem = error
        }
        kept.state.withLock { $0.problem = problem }
        return problem
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
