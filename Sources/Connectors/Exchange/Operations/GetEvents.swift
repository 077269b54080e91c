internal import XML

/// Asks what has come since a watermark.
struct GetEvents: EWSOperation {
    static let name = "GetEvents"

    struct Events: Hashable, Sendable {
        /// Whether anything has come.
        var hasNews: Bool
        var watermark: String
        var hasMore: Bool
    }

    var subscription: String
    var watermark: String

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:GetEvents") { xml in
            xml.element("m:SubscriptionId", text: subscription)
            xml.element("m:Watermark", text: watermark)
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Events {
        let notification = try messages.single()["Notification"]
        let events = notification.map(EWSEvents.events) ?? []
        return Events(
            hasNews: events.contains { $0.name != "StatusEvent" },
            watermark: events.last?["Watermark"]?.trimmed ?? watermark,
            hasMore: notification?["MoreEvents"]?.trimmed == "true")
    }
}

/// What notifications hold.
enum EWSEvents {
    /// - Returns: `NewMailEvent`, `StatusEvent` and so on, in their order.
    static func events(_ notification: XMLElement) -> [XMLElement] {
        notification.children.filter { $0.name.hasSuffix("Event") }
    }
}
