internal import XML

/// Keeps a connection open over which the server tells of what comes: one envelope after another.
struct GetStreamingEvents: EWSOperation {
    static let name = "GetStreamingEvents"

    /// What one of the envelopes tells.
    struct Part: Hashable, Sendable {
        var hasNews: Bool
        /// The server ends the connection, as it was asked to.
        var isClosed: Bool
    }

    var subscription: String
    /// 1 to 30.
    var minutes: Int

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:GetStreamingEvents") { xml in
            xml.element("m:SubscriptionIds") { $0.element("t:SubscriptionId", text: subscription) }
            xml.element("m:ConnectionTimeout", text: "\(minutes)")
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Part {
        let message = try messages.single()
        let events = message["Notifications"]?.all("Notification").flatMap(EWSEvents.events) ?? []
        return Part(
            hasNews: events.contains { $0.name != "StatusEvent" },
            isClosed: message["ConnectionStatus"]?.trimmed == "Closed")
    }
}
