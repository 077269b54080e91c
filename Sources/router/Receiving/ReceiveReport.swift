import Attributes
import Diagnostics
import Engine
import Glibc
import Spool
import Synchronization

/// Says what `router receive` does, and with which code it ends.
final class ReceiveReport: Sendable {
    private struct State {
        var count = 0
        var quarantined = 0
        var waiting = 0
        var failed = 0
    }

    private let terminal: Terminal
    private let state = Mutex(State())

    init(_ terminal: Terminal) {
        self.terminal = terminal
    }

    /// Prints a message.
    ///
    /// - Returns: Whether somebody reads it.
    func print(_ line: [UInt8]) -> Bool {
        guard Terminal.write(line + [0x0A], to: STDOUT_FILENO) else { return false }
        state.withLock { $0.count += 1 }
        return true
    }

    func quarantined(_ id: UUIDv7, _ reason: AttemptFailure) {
        state.withLock { $0.quarantined += 1 }
        let label = terminal.style.apply(.red, "quarantined[\(reason.code)]")
        terminal.complain(
            "\(label): \(id): \(Visible.line(reason.message))\n"
                + "  \(terminal.style.apply(.cyan, "help")): \(Visible.line(reason.help))")
    }

    /// What a handler said.
    func handled(_ handling: ClaimedHandling, _ outcome: HandlingOutcome, _ arrival: ArrivalState?) {
        var members: [JSON.Member] = [
            .init(name: "id", value: .string("\(handling.id.arrival)")),
            .init(name: "handler", value: .string(handling.target)),
            .init(name: "errorResponse", value: .bool(handling.id.isErrorResponse)),
            .init(name: "state", value: arrival.map { .string($0.rawValue) } ?? .null),
        ]
        switch outcome.end {
        case .done(let words, let response):
            if !handling.id.isErrorResponse { state.withLock { $0.count += 1 } }
            members.append(.init(name: "answer", value: .string(words)))
            let json = response.flatMap { try? JSON.read($0) }
            members.append(.init(name: "response", value: json ?? .null))
        case .again(let failure, let due):
            state.withLock { $0.waiting += 1 }
            members.append(.init(name: "error", value: failure.json))
            members.append(.init(name: "due", value: .string(due.iso8601)))
        case .failed(let failure):
            state.withLock { $0.failed += 1 }
            members.append(.init(name: "error", value: failure.json))
        }
        terminal.result(JSON.object(members).printed())
    }

    func finish() {
        let state = state.withLock { $0 }
        guard !terminal.isJSON else { return }
        var words = ["\(state.count) \(state.count == 1 ? "message" : "messages")"]
        if state.quarantined > 0 {
            words.append("\(state.quarantined) in quarantine: 'router inbox list --state quarantined'")
        }
        if state.waiting > 0 { words.append("\(state.waiting) to be handed over again") }
        if state.failed > 0 { words.append("\(state.failed) refused for good") }
        terminal.note(words.joined(separator: ", "))
    }

    var status: ExitStatus {
        let state = state.withLock { $0 }
        var statuses: [ExitStatus] = [.done]
        if state.quarantined > 0 { statuses.append(.data) }
        if state.waiting > 0 { statuses.append(.deferred) }
        if state.failed > 0 { statuses.append(.messageRefused) }
        return .worst(of: statuses)
    }
}
