internal import Synchronization

/// The misbehaviour that was ordered, and what was asked of the server so far.
package final class ExchangeFaults: Sendable {
    /// A request as it came in.
    package struct Call: Hashable, Sendable {
        /// Blank for one that is no EWS.
        package var operation: String
        package var user: String
        /// In whose name, by impersonation.
        package var actor: String
        package var version: String
        /// X-AnchorMailbox.
        package var anchor: String?
    }

    private struct Order {
        var operation: String?
        var passing: Int
        var times: Int
        var fault: ExchangeFault
    }

    private static let mostCalls = 10_000
    private let state = Mutex<(orders: [Order], calls: [Call])>(([], []))

    package init() {}

    /// Orders misbehaviour.
    ///
    /// - Parameters:
    ///   - fault: What happens.
    ///   - operation: To which operation: `CreateItem`; `nil` for any.
    ///   - passing: So many requests pass before.
    ///   - times: So many requests are hit.
    package func order(_ fault: ExchangeFault, at operation: String? = nil, passing: Int = 0, times: Int = 1) {
        state.withLock { $0.orders.append(Order(operation: operation, passing: passing, times: times, fault: fault)) }
    }

    /// Forgets all that was ordered.
    package func clear() { state.withLock { $0.orders = [] } }

    /// What was asked, oldest first, however it was answered.
    package var calls: [Call] { state.withLock { $0.calls } }

    func note(_ call: Call) {
        state.withLock { state in
            state.calls.append(call)
            if state.calls.count > Self.mostCalls { state.calls.removeFirst(Self.mostCalls / 2) }
        }
    }

    func next(for operation: String) -> ExchangeFault? {
        state.withLock { state in
            for index in state.orders.indices
            where state.orders[index].operation == nil || state.orders[index].operation == operation {
                if state.orders[index].passing > 0 {
                    state.orders[index].passing -= 1
                    continue
                }
                let fault = state.orders[index].fault
                state.orders[index].times -= 1
                if state.orders[index].times <= 0 { state.orders.remove(at: index) }
                return fault
            }
            return nil
        }
    }
}
