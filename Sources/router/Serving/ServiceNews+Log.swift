import Attributes
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
        case .loaded(let count, let route, let folder):
            info("loaded", ["route": route, "folder": folder.description, "count": "\(count)"])
        case .folderFails(let folder, let route, let failure):
            error(
                "folder-fails",
                [
                    "folder": folder.description, "route": route, "code": failure.code.rawValue,
                    "why": failure.message, "help": failure.help,
                ])
        case .folderWorks(let folder, let route):
            info("folder-works", ["folder": folder.description, "route": route])
        case .letterNotGivenOut(let folder, let failure):
            warning(
                "letter-not-given-out",
                ["folder": folder.description, "why": failure.message, "help": failure.help])
        case .understood(let id, let route, let state, let reason):
            let fields: EventLog.Fields = [
                "arrival": id.description, "route": route, "state": state.rawValue, "code": reason?.code,
                "why": reason?.message, "help": reason?.help,
            ]
            if reason == nil { info("received", fields) } else { warning("quarantined", fields) }
        case .handled(let handling, let outcome, let state): note(handling, outcome, state)
        case .handlerFails(let target, let failure):
            error(
                "handler-fails",
                ["handler": target, "code": failure.code.rawValue, "why": failure.message, "help": failure.help])
        case .handlerWorks(let target): info("handler-works", ["handler": target])
        case .canaryMissing(let route, let recipient, let within):
            error(
                "canary-missing",
                ["route": route, "to": recipient, "within": "\(Int(within / .seconds(1)))s", "help": "router list"])
        case .canaryCame(let route, let length):
            info("canary-came", ["route": route, "ms": "\(Int(length / .milliseconds(1)))"])
        case .bounced(let id, let route, let recipient):
            warning("bounced", ["message": id.description, "route": route, "recipient": recipient])
        case .alerted(let cause): warning("alerted", ["about": cause])
        case .alertFailed(let cause, let why): error("alert-failed", ["about": cause, "why": why])
        }
    }

    private func note(_ handling: ClaimedHandling, _ outcome: HandlingOutcome, _ state: ArrivalState?) {
        let failure: AttemptFailure?
        let words: String?
        var due: String?
        switch outcome.end {
        case .done(let answer, _): (failure, words) = (nil, answer)
        case .again(let reason, let time): (failure, words, due) = (reason, nil, time.iso8601)
        case .failed(let reason): (failure, words) = (reason, nil)
        }
        let fields: EventLog.Fields = [
            "arrival": handling.id.arrival.description, "route": handling.route, "handler": handling.target,
            "attempt": "\(handling.attempts + 1)", "state": state?.rawValue,
            "ms": "\(Int((outcome.ended - outcome.began) / .milliseconds(1)))", "answer": words,
            "code": failure?.code, "why": failure?.message, "help": failure?.help, "due": due,
        ]
        switch outcome.end {
        case .done where handling.id.isErrorResponse: info("error-told", fields)
        case .done: info("delivered", fields)
        case .again: info("not-delivered", fields)
        case .failed: warning("not-deliverable", fields)
        }
    }

    /// The trace's own number in a `traceparent`.
    private static func id(of trace: String?) -> String? {
        trace?.split(separator: "-").dropFirst().first.map(String.init)
    }
}
