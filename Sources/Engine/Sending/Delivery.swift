package import Connecting

/// A letter that a courier carries, and who is told what became of it.
package final class Delivery: Sendable {
    package let letter: Letter
    package let route: String
    /// The lane that it goes in, 0 to 3.
    package let bus: Int
    /// What was before; decides when it is tried again.
    package let history: DeliveryHistory
    let report: @Sendable (Receipt) -> Void

    /// - Parameters:
    ///   - letter: To send.
    ///   - route: For logs.
    ///   - bus: Letters of different buses don't wait for each other.
    ///   - history: What was before.
    ///   - report: Called once, from any thread, when the outcome is known and, with a journal, written down.
    package init(
        _ letter: Letter, route: String, bus: Int = 0, history: DeliveryHistory = DeliveryHistory(),
        report: @escaping @Sendable (Receipt) -> Void
    ) {
        self.letter = letter
        self.route = route
        self.bus = bus
        self.history = history
        self.report = report
    }
}
