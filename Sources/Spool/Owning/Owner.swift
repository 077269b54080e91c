internal import Synchronization

/// A process that works on the spool: what it has claimed is its own as long as it lives.
package final class Owner: Sendable {
    package let id: Int64
    /// For people: `router serve, process 4711 on mail-1`.
    package let name: String
    /// Names its files: never used twice.
    let token: String
    /// Where its sessions note that a letter's last byte is about to go out.
    package let marks: WireMarks
    /// What shows others that it lives.
    let pulse: any Sendable
    private let state = Mutex(State())

    private struct State {
        var isLost = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    init(id: Int64, name: String, token: String, marks: WireMarks, pulse: any Sendable) {
        self.id = id
        self.name = name
        self.token = token
        self.marks = marks
        self.pulse = pulse
    }

    /// Whether others take it for dead: it must not begin to send anything any more.
    package var isLost: Bool { state.withLock { $0.isLost } }

    /// Returns when it is lost.
    package func untilLost() async {
        await withCheckedContinuation { continuation in
            let isLost = state.withLock { state in
                if !state.isLost { state.waiting.append(continuation) }
                return state.isLost
            }
            if isLost { continuation.resume() }
        }
    }

    func lose() {
        let waiting = state.withLock { state in
            state.isLost = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
