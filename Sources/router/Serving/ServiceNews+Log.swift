import Connecting
import Console
import Engine
import Spool

extension EventLog {
    /// Writes down what a service tells.
    func note(_ news: ServiceNews) {
        switch news {
        case .accepted(let id, let messages, let route, let trace):
            guard takes(.info) else { return }
            if messages.isEmpty { info("accepted", ["submission": id, "route": route, "trace": Self.id(of: trace)]) }
            for message in messages {
                info(
                    "accepted",
                    ["message": message, "submission": id, "route": route, "trace": Self.id(of: trace)])
            }
        case .attempted(let id, let route, let connection, let receipt, let length, let trace):
            let state = receipt.state
            let isBad = state == .failed || state == .held || state == .partial
            guard takes(isBad ? .warning : .info) else { return }
            let fields: EventLog.Fields = [
                "message": id, "state": state.rawValue, "route": route, "connection": connection,
                "ms": "\(Int(length / .milliseconds(1)))", "code": receipt.failure?.code.rawValue,
                "why": receipt.failure?.message, "trace": Self.id(of: trace),
            ]
            if isBad { warning("attempted", fields) } else { info("attempted", fields) }
        case .connectionFails(let name, let failure):
            error(
                "connection-fails",
                ["connection": name, "code": failure.code.rawValue, "why": failure.message, "help": failure.help])
        case .connectionWorks(let name): info("connection-works", ["connection": name])
        case .spoolFails(let problem): error("spool-fails", ["problem": problem.description])
        case .choreFails(let chore, let problem):
            error("chore-fails", ["why": chore.omission, "problem": problem.description])
        case .recovered(let recovery): warning("recovered", ["found": "\(recovery)"])
        case .purged(let count): debug("purged", ["count": "\(count)"])
        case .diskNearlyFull(let path, let free):
            warning("disk-nearly-full", ["path": path, "free": "\(free)", "help": "make room"])
        case .alerted(let cause): warning("alerted", ["about": cause])
        case .alertFailed(let cause, let why): error("alert-failed", ["about": cause, "why": why])
        }
    }

    /// The trace's own number in a `traceparent`.
    private static func id(of trace: String?) -> String? {
        trace?.split(separator: "-").dropFirst().first.map(String.init)
    }
}
