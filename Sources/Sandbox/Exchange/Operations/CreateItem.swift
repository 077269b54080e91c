internal import Attributes
internal import MIME
internal import XML

extension ExchangeDesk {
    func createItem(_ call: EWSCall) -> EWSReply {
        .each(call, call.request["Items"]?.children ?? [], in: "m:Items") { element throws(EWSError) in
            switch element.name {
            case "Message": try createMessage(element, call)
            case "CalendarItem": try createAppointment(element, call)
            case "AcceptItem": try answerMeeting(element, .accepted, call)
            case "TentativelyAcceptItem": try answerMeeting(element, .tentative, call)
            case "DeclineItem": try answerMeeting(element, .declined, call)
            case "CancelCalendarItem": try cancelAppointment(element, call)
            default: throw .request("The sandbox does not make a \(element.name).")
            }
        }
    }

    func disposition(_ call: EWSCall) throws(EWSError) -> Disposition {
        guard let word = call.request.attributes["MessageDisposition"], let found = Disposition(rawValue: word) else {
            throw EWSError("ErrorMessageDispositionRequired", "MessageDisposition is missing.")
        }
        return found
    }

    /// The folder that an item is saved in, and whose it is.
    func target(
        _ name: String, _ call: EWSCall, otherwise role: MailFolder.Role
    ) throws(EWSError) -> (folder: MailFolder, owner: SandboxUser) {
        var found = try self.role(role, call.actor)
        if let given = call.request[name]?.children.first { found = try namedFolder(given, call) }
        guard let owner = mailboxes.user(found.owner) else { throw .folderNotFound }
        return (found, owner)
    }

    private func createMessage(_ element: XMLElement, _ call: EWSCall) throws(EWSError) -> EWSReply.Part {
        let disposition = try disposition(call)
        let role: MailFolder.Role = disposition == .saveOnly ? .drafts : .sent
        let (folder, owner) = try target("SavedItemFolderId", call, otherwise: role)
        let content = try letter(element, owner)
        var item = NewItem(content: content)
        item.isRead = element["IsRead"]?.isTrue ?? true
        item.isFlagged = element["Flag", "FlagStatus"]?.trimmed == "Flagged"
        item.keywords = Set(element["Categories"]?.children.map(\.text) ?? [])
        guard disposition == .saveOnly else {
            try send(content, owner, actor: call.actor)
            if disposition == .sendAndSaveCopy { try save(item, folder) }
            return { xml in xml.element("m:Items") }
        }
        // Without PR_MESSAGE_FLAGS, whatever is saved is a draft.
        item.isDraft = !Self.isMarkedAsSent(element)
        let saved = try save(item, folder)
        return { xml in xml.element("m:Items") { xml in xml.element("t:Message") { $0.itemID(saved) } } }
    }

    /// PR_MESSAGE_FLAGS without its bit for drafts, by which clients import letters.
    private static func isMarkedAsSent(_ element: XMLElement) -> Bool {
        element.all("ExtendedProperty").contains { property in
            guard PropertyTag.of(property) == PropertyTag.messageFlags,
                let flags = property["Value"].flatMap({ Int($0.trimmed) })
            else { return false }
            return flags & 8 == 0
        }
    }

    @discardableResult
    func save(_ item: NewItem, _ folder: MailFolder) throws(EWSError) -> MailItem {
        try store { () throws(MailboxProblem) in try mailboxes.add(item, to: folder.id) }
    }

    /// The bytes of a letter that is given as MIME, or by its properties.
    private func letter(_ element: XMLElement, _ owner: SandboxUser) throws(EWSError) -> [UInt8] {
        let sender = Mailbox(name: owner.name, address: owner.address)
        guard let mime = element["MimeContent"] else {
            var form = LetterForm(from: sender)
            try fill(&form, element)
            return try form.bytes()
        }
        guard let bytes = try? Base64.decode(mime.trimmed, atMost: Mailboxes.longestLetter) else {
            throw EWSError("ErrorMimeContentInvalidBase64String", "The MIME content is no base64.")
        }
        var content = LetterHeader.withLineEnds(bytes)
        let read = try read(content)
        let missing = LetterForm(from: sender)
        if read.from.isEmpty { content = LetterHeader.adding("From", [sender], to: content) }
        if read.messageID == nil { content = LetterHeader.adding("Message-ID", missing.messageID, to: content) }
        // What stands beside the MIME takes its place, also when it names nobody.
        for (name, field) in [("BccRecipients", "Bcc"), ("CcRecipients", "Cc"), ("ToRecipients", "To")] {
            guard let list = element[name] else { continue }
            content = LetterHeader.removing(field, from: content)
            content = LetterHeader.adding(field, list.mailboxes, to: content)
        }
        return content
    }

    /// Takes the properties of a message that are given.
    func fill(_ form: inout LetterForm, _ element: XMLElement) throws(EWSError) {
        if let subject = element["Subject"] { form.subject = subject.text }
        if let body = element["Body"] {
            form.html = body.attributes["BodyType"] == "HTML" ? body.text : nil
            form.text = form.html == nil ? body.text : nil
        }
        if let list = element["ToRecipients"] { form.to = list.mailboxes }
        if let list = element["CcRecipients"] { form.cc = list.mailboxes }
        if let list = element["BccRecipients"] { form.bcc = list.mailboxes }
        if let list = element["ReplyTo"] { form.replyTo = list.mailboxes }
        if let from = element["From"]?.mailboxes.first { form.from = from }
        if let id = element["InternetMessageId"]?.trimmed, !id.isEmpty { form.messageID = id }
        for (name, field) in [("InReplyTo", "In-Reply-To"), ("References", "References"), ("Importance", "Importance")]
        {
            guard let value = element[name]?.trimmed, !value.isEmpty else { continue }
            form.headers.removeAll { $0.name == field }
            form.headers.append(Draft.Field(name: field, value: value))
        }
        for header in element["InternetMessageHeaders"]?.children ?? [] {
            form.headers.append(Draft.Field(name: header.attributes["HeaderName"] ?? "", value: header.text))
        }
        form.files += try (element["Attachments"]?.children ?? []).map { file throws(EWSError) in try Self.file(file) }
    }
}
