package import Connecting
internal import Synchronization

/// Collects what a session reports.
package final class Report: Sendable {
    private let entries = Mutex<[(index: Int, receipt: Receipt)]>([])

    package init() {}

    /// Hand this to `send`.
    package func add(_ index: Int, _ receipt: Receipt) {
        entries.withLock { $0.append((index, receipt)) }
    }

    /// The places of the letters in the order in which they were reported.
    package var indices: [Int] { entries.withLock { $0.map(\.index) } }

    /// What became of a letter; `nil` when nothing was reported of it.
    package subscript(index: Int) -> Receipt? {
        entries.withLock { $0.first { $0.index == index }?.receipt }
    }
}
