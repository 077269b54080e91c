internal import Attributes
internal import XML

extension ExchangeDesk {
    /// Events that one answer has at most.
    static let mostEvents = 100

    func getEvents(_ call: EWSCall) -> EWSReply {
        .one(call) { () throws(EWSError) in
            let subscription = try subscriptions.find(call.request["SubscriptionId"]?.trimmed ?? "")
            guard subscription.kind == .pull else {
                throw EWSError("ErrorInvalidSubscription", "The subscription is for streaming.")
            }
            guard mailboxes.may(call.actor.id, open: subscription.owner) else {
                throw EWSError("ErrorSubscriptionAccessDenied", "The subscription is somebody else's.")
            }
            let given = call.request["Watermark"]?.trimmed ?? ""
            guard let watermark = EWSIdentity.decoded("watermark", given).flatMap({ Int($0) }) else {
                throw EWSError("ErrorInvalidWatermark", "The watermark is invalid.")
            }
            guard !subscription.isOverrun else {
                _ = subscriptions.remove(subscription.id)
                throw EWSError("ErrorMissedNotificationEvents", "More happened than is kept; subscribe anew.")
            }
            let (news, isMore) = subscriptions.events(of: subscription.id, after: watermark, most: Self.mostEvents)
            return { xml in
                writeEvents(subscription, news, since: watermark, isMore: isMore, &xml)
            }
        }
    }

    /// `<m:Notification>` of a subscription; with a status event when nothing has happened, as the schema wants.
    func writeEvents(
        _ subscription: Subscription, _ news: [MailboxNews], since watermark: Int, isMore: Bool,
        _ xml: inout XMLWriter
    ) {
        let isPull = subscription.kind == .pull
        xml.element("m:Notification") { xml in
            xml.element("t:SubscriptionId", text: subscription.id)
            if isPull {
                xml.element("t:PreviousWatermark", text: EWSIdentity.encoded("watermark", "\(watermark)"))
                xml.element("t:MoreEvents", text: isMore ? "true" : "false")
            }
            for news in news {
                for name in subscription.names(of: news) { write(news, name, isPull, &xml) }
            }
            if news.isEmpty {
                xml.element("t:StatusEvent") { xml in
                    if isPull { xml.element("t:Watermark", text: EWSIdentity.encoded("watermark", "\(watermark)")) }
                }
            }
        }
    }

    private func write(_ news: MailboxNews, _ name: String, _ isPull: Bool, _ xml: inout XMLWriter) {
        xml.element(named: "t:\(name)") { xml in
            if isPull { xml.element("t:Watermark", text: EWSIdentity.encoded("watermark", "\(news.number)")) }
            xml.element("t:TimeStamp", text: Instant(seconds: news.time.seconds).iso8601)
            let change = mailboxes.item(news.item)?.change ?? news.number
            func id(_ name: String, _ item: MailItem.ID) {
                xml.element(named: name, ["Id": EWSIdentity.text(item), "ChangeKey": EWSIdentity.key(change)]) { _ in }
            }
            func parent(_ name: String, _ folder: MailFolder.ID) {
                guard let folder = mailboxes.folder(folder) else { return }
                xml.folderID(folder, as: name)
            }
            id("t:ItemId", news.item)
            parent("t:ParentFolderId", news.folder)
            switch news.kind {
            case .moved(let from, let was), .copied(let from, let was):
                id("t:OldItemId", was)
                parent("t:OldParentFolderId", from)
            default: break
            }
        }
    }
}
