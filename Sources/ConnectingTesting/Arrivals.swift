package import Connecting
internal import Synchronization

/// Collects what a session fetches.
package final class Arrivals: Sendable {
    private let entries = Mutex<[(index: Int, letter: FetchedLetter)]>([])

    package init() {}

    /// Hand this to `fetch`.
    package func take(_ index: Int, _ letter: FetchedLetter) {
        entries.withLock { $0.append((index, letter)) }
    }

    /// The places of the letters in the order in which they came.
    package var indices: [Int] { entries.withLock { $0.map(\.index) } }

    package subscript(index: Int) -> FetchedLetter? {
        entries.withLock { $0.first { $0.index == index }?.letter }
    }

    /// A letter's text; `nil` when it did not come, or not into memory.
    package func text(_ index: Int) -> String? {
        guard case .bytes(let bytes) = self[index] else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
