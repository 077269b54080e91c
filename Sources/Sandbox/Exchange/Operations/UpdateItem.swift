internal import Attributes
internal import MIME
internal import XML

extension ExchangeDesk {
    func updateItem(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["ItemChanges"]?.children ?? [], in: "m:Items") { change throws(EWSError) in
            let (item, known) = try namedItem(change["ItemId"], call)
            let isForced = call.request.attributes["ConflictResolution"] == "AlwaysOverwrite"
            if !isForced {
                guard let known else { throw .keyWanted }
                guard known == item.change else { throw .staleKey }
            }
            let updates = change["Updates"]?.children ?? []
            var changed: MailItem
            if item.kind == .appointment {
                changed = try updateAppointment(item, updates, call)
            } else {
                changed = try updateLetter(item, updates, call)
            }
            if item.isDraft, let word = call.request.attributes["MessageDisposition"],
                let disposition = Disposition(rawValue: word), disposition != .saveOnly
            {
                changed = try sendDraft(changed, disposition, call)
            }
            return { xml in
                xml.element("m:Items") { xml in xml.element(named: ItemView.tag(changed)) { $0.itemID(changed) } }
                if call.version >= .exchange2007SP1 {
                    xml.element("m:ConflictResults") { $0.element("t:Count", text: "0") }
                }
            }
        }
    }

    /// A property that is set, or deleted when there is no value: its local name and what stands in the item.
    static func field(_ update: XMLElement) throws(EWSError) -> (uri: String, value: XMLElement?) {
        guard ["SetItemField", "DeleteItemField", "AppendToItemField"].contains(update.name) else {
            throw .schema("'\(update.name)' is no update.")
        }
        let path = update.children.first { $0.name.hasSuffix("FieldURI") }
        let uri = path?.attributes["FieldURI"] ?? path?.name ?? ""
        guard update.name != "DeleteItemField" else { return (uri, nil) }
        guard let object = update.children.first(where: { !$0.name.hasSuffix("FieldURI") }), object.children.count == 1
        else {
            throw EWSError("ErrorIncorrectUpdatePropertyCount", "An update must set exactly one property.")
        }
        return (uri, object.children.first)
    }

    private func updateLetter(
        _ item: MailItem, _ updates: [XMLElement], _ call: EWSCall
    ) throws(EWSError) -> MailItem {
        var flags = item
        var texts = XMLElement("Message")
        for update in updates {
            let (uri, value) = try Self.field(update)
            switch uri.split(separator: ":").last ?? "" {
            case "IsRead": flags.isRead = value?.isTrue ?? false
            case "Flag": flags.isFlagged = value?["FlagStatus"]?.trimmed == "Flagged"
            case "Categories": flags.keywords = Set(value?.children.map(\.text) ?? [])
            case "Importance" where !item.isDraft: break
            case "ExtendedFieldURI":
                guard PropertyTag.of(update) == PropertyTag.flagStatus else { break }
                flags.isFlagged = value?["Value"]?.trimmed == "2"
            case "Subject", "Body", "ToRecipients", "CcRecipients", "BccRecipients", "ReplyTo", "From", "Importance":
                guard item.isDraft else {
                    throw EWSError("ErrorInvalidPropertySet", "'\(uri)' can't be changed in a letter that was sent.")
                }
                let name = uri.split(separator: ":").last.map(String.init) ?? ""
                texts.children.append(value ?? XMLElement(name))
            default: throw EWSError("ErrorInvalidPropertySet", "The sandbox does not set '\(uri)'.")
            }
        }
        var content = item.content
        if !texts.children.isEmpty {
            let owner = try owner(of: item)
            var form = LetterForm(try read(content), from: Mailbox(name: owner.name, address: owner.address))
            try fill(&form, texts)
            content = try form.bytes()
        }
        let (isRead, isFlagged, keywords) = (flags.isRead, flags.isFlagged, flags.keywords)
        return try store { () throws(MailboxProblem) in
            try mailboxes.update(item.id) { item in
                item.isRead = isRead
                item.isFlagged = isFlagged
                item.keywords = keywords
                item.content = content
            }
        }
    }

    private func sendDraft(
        _ item: MailItem, _ disposition: Disposition, _ call: EWSCall
    ) throws(EWSError) -> MailItem {
        let owner = try owner(of: item)
        try send(item.content, owner, actor: call.actor)
        mailboxes.remove([item.id])
        if disposition == .sendAndSaveCopy {
            var copy = NewItem(item)
            copy.isDraft = false
            try save(copy, target("SavedItemFolderId", call, otherwise: .sent).folder)
        }
        return item
    }
}
