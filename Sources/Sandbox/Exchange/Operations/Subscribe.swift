internal import Attributes
internal import XML

extension ExchangeDesk {
    func subscribe(_ call: EWSCall) throws(EWSError) -> EWSReply {
        guard let request = call.request.children.first else { throw .schema("the subscription is missing.") }
        let kind: Subscription.Kind
        switch request.name {
        case "PullSubscriptionRequest": kind = .pull
        case "StreamingSubscriptionRequest":
            guard call.version >= .exchange2010SP1 else {
                throw .schema("StreamingSubscriptionRequest is of Exchange2010_SP1 and later.")
            }
            kind = .streaming
        default: throw .request("The sandbox does not push notifications.")
        }
        return .one(call) { () throws(EWSError) in
            let isAll = ["true", "1"].contains(request.attributes["SubscribeToAllFolders"] ?? "")
            var owner = call.actor.id
            var folders: Set<MailFolder.ID>?
            if !isAll {
                let list = try (request["FolderIds"]?.children ?? []).map { element throws(EWSError) in
                    try namedFolder(element, call)
                }
                guard let first = list.first, list.allSatisfy({ $0.owner == first.owner }) else {
                    throw EWSError("ErrorInvalidSubscriptionRequest", "Name folders of one mailbox, or all folders.")
                }
                owner = first.owner
                folders = Set(list.map(\.id))
            }
            let minutes = request["Timeout"].flatMap { Int64($0.trimmed) } ?? 30
            guard (1...1_440).contains(minutes) else {
                throw EWSError("ErrorInvalidSubscriptionRequest", "Timeout must be between 1 and 1440 minutes.")
            }
            let began = mailboxes.lastChange
            let subscription = Subscription(
                id: EWSIdentity.encoded("subscription", "\(UUIDv7())"), owner: owner, kind: kind, folders: folders,
                events: Set(request["EventTypes"]?.children.map(\.trimmed) ?? []), patience: minutes * 60,
                lastAsked: .now, watermark: began)
            try subscriptions.add(subscription, mailboxes)
            return { xml in
                xml.element("m:SubscriptionId", text: subscription.id)
                if kind == .pull { xml.element("m:Watermark", text: EWSIdentity.encoded("watermark", "\(began)")) }
            }
        }
    }

    func unsubscribe(_ call: EWSCall) -> EWSReply {
        .one(call) { () throws(EWSError) in
            guard subscriptions.remove(call.request["SubscriptionId"]?.trimmed ?? "") else {
                throw EWSError("ErrorSubscriptionNotFound", "The specified subscription was not found.")
            }
            return { _ in }
        }
    }
}
