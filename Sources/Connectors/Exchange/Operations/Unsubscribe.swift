internal import XML

/// Asks not to be told any more.
struct Unsubscribe: EWSOperation {
    static let name = "Unsubscribe"

    var subscription: String

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:Unsubscribe") { $0.element("m:SubscriptionId", text: subscription) }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) { _ = try messages.single() }
}
