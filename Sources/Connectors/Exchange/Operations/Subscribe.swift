internal import XML

/// Asks to be told of what comes into folders.
struct Subscribe: EWSOperation {
    static let name = "Subscribe"

    enum Way: Sendable {
        /// Over a connection that stays open.
        case streaming
        /// By asking; forgotten after so many minutes without.
        case pull(minutes: Int)
    }

    struct Subscription: Hashable, Sendable {
        var id: String
        /// From where to ask on; pull only.
        var watermark: String?
    }

    var folders: [EWSFolderID]
    var way: Way

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:Subscribe") { xml in
            switch way {
            case .streaming: xml.element("m:StreamingSubscriptionRequest") { writeWhat(&$0) }
            case .pull(let minutes):
                xml.element("m:PullSubscriptionRequest") { xml in
                    writeWhat(&xml)
                    xml.element("t:Timeout", text: "\(minutes)")
                }
            }
        }
    }

    private func writeWhat(_ xml: inout XMLWriter) {
        xml.element("t:FolderIds") { xml in
            for folder in folders { folder.write(&xml) }
        }
        xml.element("t:EventTypes") { xml in
            for type in ["NewMailEvent", "CreatedEvent", "MovedEvent", "CopiedEvent"] {
                xml.element("t:EventType", text: type)
            }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> Subscription {
        let message = try messages.single()
        return Subscription(id: message["SubscriptionId"]?.trimmed ?? "", watermark: message["Watermark"]?.trimmed)
    }
}
