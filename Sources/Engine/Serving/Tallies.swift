package import Connecting
import Synchronization

/// What a service has counted since it began: outcomes and times, by route and connection.
package final class Tallies: Sendable {
    package struct Key: Hashable, Sendable {
        package var route: String
        package var connection: String
    }

    /// Times in seconds, in the buckets of Prometheus: how many took at most so long.
    package struct Histogram: Sendable {
        package static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600]
        package internal(set) var buckets = [Int](repeating: 0, count: bounds.count)
        package internal(set) var count = 0
        package internal(set) var sum = 0.0

        mutating func add(_ seconds: Double) {
            count += 1
            sum += seconds
            if let place = Self.bounds.firstIndex(where: { seconds <= $0 }) { buckets[place] += 1 }
        }
    }

    package struct Counts: Sendable {
        package internal(set) var accepted = 0
        /// Recipients by what became of them in attempts.
        package internal(set) var recipients: [RecipientState: Int] = [:]
        /// From acceptance to the attempt that sent it.
        package internal(set) var delivery = Histogram()
        package internal(set) var attempt = Histogram()
    }

    private let counts = Mutex<[Key: Counts]>([:])

    package init() {}

    package var all: [Key: Counts] { counts.withLock { $0 } }

    func accepted(_ count: Int, route: String, connection: String) {
        counts.withLock { $0[Key(route: route, connection: connection), default: Counts()].accepted += count }
    }

    func ended(
        route: String, connection: String, _ receipt: Receipt, attempt: Duration, sinceAccepted: Duration?
    ) {
        counts.withLock { counts in
            let key = Key(route: route, connection: connection)
            for recipient in receipt.recipients {
                counts[key, default: Counts()].recipients[recipient.state, default: 0] += 1
            }
            counts[key, default: Counts()].attempt.add(attempt / .seconds(1))
            if receipt.state == .sent, let sinceAccepted {
                counts[key, default: Counts()].delivery.add(sinceAccepted / .seconds(1))
            }
        }
    }
}
