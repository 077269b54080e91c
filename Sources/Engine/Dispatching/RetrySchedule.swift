import Attributes
import Connecting

/// When a letter that did not get through is tried again, and when it is given up.
///
/// After the first attempt a minute, then twice as long each time, at most four hours, each a fifth longer or shorter by chance, so that
/// what failed together does not come back together. Three days after it was accepted a letter has failed for good.
package struct RetrySchedule: Sendable {
    package var first: Duration = .seconds(60)
    package var longest: Duration = .seconds(4 * 3600)
    package var patience: Duration = .seconds(3 * 86_400)

    package init() {}

    /// How long to wait.
    ///
    /// - Parameters:
    ///   - attempts: How many there were, this one counted.
    ///   - chance: From 0 to 1.
    /// - Returns: From the end of the attempt on.
    package func delay(after attempts: Int, chance: Double = .random(in: 0...1)) -> Duration {
        var delay = first
        for _ in 1..<max(1, min(attempts, 32)) where delay < longest { delay = delay * 2 }
        return min(delay, longest) * (0.8 + 0.4 * min(max(chance, 0), 1))
    }

    /// Decides about an attempt's end.
    ///
    /// - Returns: The receipt as it is recorded, and when those who are still owed the letter are due again.
    func settle(
        _ receipt: Receipt, _ history: DeliveryHistory, now: Instant
    ) -> (receipt: Receipt, next: Instant?) {
        var receipt = receipt
        if history.mayDouble {
            for position in receipt.recipients.indices where receipt.recipients[position].state == .held {
                receipt.recipients[position].state = .deferred
            }
        }
        guard receipt.recipients.contains(where: { $0.state == .deferred }), let accepted = history.accepted else {
            return (receipt, nil)
        }
        guard now - accepted < patience else {
            for position in receipt.recipients.indices where receipt.recipients[position].state == .deferred {
                receipt.recipients[position].state = .failed
            }
            receipt.failure?.message += "; router gave up after \(Int(patience / .seconds(86_400))) days"
            return (receipt, nil)
        }
        return (receipt, now + delay(after: history.attempts + 1))
    }
}
