internal import Attributes
internal import MIME
internal import XML

extension ExchangeDesk {
    func createAttachment(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["Attachments"]?.children ?? [], in: "m:Attachments") { element throws(EWSError) in
            let (item, _) = try namedItem(call.request["ParentItemId"], call)
            let file = try Self.file(element)
            let (changed, number) = try attach(file, to: item)
            return { xml in
                xml.element("m:Attachments") { xml in
                    xml.element("t:FileAttachment") { xml in
                        xml.element(
                            "t:AttachmentId",
                            [
                                "Id": EWSIdentity.text(changed.id, file: number),
                                "RootItemId": EWSIdentity.text(changed.id),
                                "RootItemChangeKey": EWSIdentity.key(changed.change),
                            ])
                    }
                }
            }
        }
    }

    private func attach(_ file: ReadAttachment, to item: MailItem) throws(EWSError) -> (MailItem, Int) {
        if var meeting = item.meeting {
            meeting.files.append(file)
            let changed = try store { () throws(MailboxProblem) in
                try mailboxes.update(item.id, known: item.change) { $0.meeting = meeting }
            }
            return (changed, meeting.files.count - 1)
        }
        let owner = try owner(of: item)
        let letter = try read(item.content)
        var form = LetterForm(letter, from: Mailbox(name: owner.name, address: owner.address))
        // Behind the files of its kind, as they are read again.
        form.files.append(file)
        let content = try form.bytes()
        let changed = try store { () throws(MailboxProblem) in
            try mailboxes.update(item.id, known: item.change) { $0.content = content }
        }
        let files = try read(content).attachments
        let place = files.lastIndex { $0.name == file.name && $0.content == file.content }
        return (changed, place ?? files.count - 1)
    }

    static func file(_ element: XMLElement) throws(EWSError) -> ReadAttachment {
        guard element.name == "FileAttachment" else { throw .request("The sandbox attaches files only.") }
        let text = element["Content"]?.trimmed ?? ""
        guard let content = try? Base64.decode(text, atMost: Mailboxes.longestLetter) else {
            throw .schema("the content of an attachment is no base64.")
        }
        return ReadAttachment(
            name: element["Name"]?.text, contentType: element["ContentType"]?.trimmed ?? "application/octet-stream",
            isInline: element["IsInline"]?.isTrue ?? false, contentID: element["ContentId"]?.trimmed, content: content)
    }

    func getAttachment(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["AttachmentIds"]?.children ?? [], in: "m:Attachments") { element throws(EWSError) in
            guard let (id, number) = EWSIdentity.file(element.attributes["Id"] ?? "") else { throw .badID }
            guard let item = mailboxes.item(id), let folder = mailboxes.folder(item.folder) else {
                throw .itemNotFound
            }
            guard mailboxes.may(call.actor.id, open: folder.owner) else { throw .denied }
            let files = try view(item, ItemShape(nil, call.version)).files
            guard files.indices.contains(number) else { throw .itemNotFound }
            let file = files[number]
            return { xml in
                xml.element("m:Attachments") { xml in
                    xml.element("t:FileAttachment") { xml in
                        xml.element("t:AttachmentId", ["Id": EWSIdentity.text(id, file: number)])
                        xml.element("t:Name", text: file.name ?? "attachment-\(number + 1)")
                        xml.element("t:ContentType", text: file.contentType)
                        if let id = file.contentID { xml.element("t:ContentId", text: id) }
                        xml.element("t:Content") { $0.base64(file.content) }
                    }
                }
            }
        }
    }
}
