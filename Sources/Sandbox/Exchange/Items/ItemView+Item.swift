internal import Attributes
internal import MIME
internal import XML

extension ItemView {
    /// What all items have, in the schema's order.
    func writeItem(_ xml: inout XMLWriter) {
        if shape.has("MimeContent", isDefault: false) {
            let content = item.content.isEmpty ? item.meeting?.calendar("PUBLISH") ?? [] : item.content
            xml.element("t:MimeContent", ["CharacterSet": "UTF-8"]) { $0.base64(content) }
        }
        if let occurrence { xml.itemID(item, occurrence: occurrence.number) } else { xml.itemID(item) }
        if shape.has("ParentFolderId", isDefault: false) { xml.folderID(parent, as: "t:ParentFolderId") }
        property(&xml, "ItemClass", item.kind.rawValue)
        property(&xml, "Subject", isDefault: true, subject)
        property(&xml, "Sensitivity", isDefault: true, "Normal")
        if !shape.isSearch { writeBody(&xml) }
        if !shape.isSearch, shape.has("Attachments", isDefault: true), !files.isEmpty {
            xml.element("t:Attachments") { xml in
                for (number, file) in files.enumerated() { xml.file(file, item, number, version) }
            }
        }
        property(&xml, "DateTimeReceived", isDefault: true, item.received)
        property(&xml, "Size", isDefault: true, "\(max(item.content.count, 1_000))")
        if shape.has("Categories", isDefault: false), !item.keywords.isEmpty {
            xml.element("t:Categories") { xml in
                for word in item.keywords.sorted() { xml.element("t:String", text: word) }
            }
        }
        property(&xml, "Importance", importance)
        property(&xml, "InReplyTo", letter.inReplyTo.first)
        property(&xml, "IsSubmitted", false)
        property(&xml, "IsDraft", item.isDraft)
        property(&xml, "IsFromMe", parent.role == .sent)
        property(&xml, "IsResend", false)
        property(&xml, "IsUnmodified", !item.isDraft)
        writeHeaders(&xml)
        let sent = item.kind == .appointment ? nil : letter.date
        property(&xml, "DateTimeSent", isDefault: true, sent ?? item.received)
        property(&xml, "DateTimeCreated", item.received)
        property(&xml, "ReminderDueBy", item.meeting.map { $0.start })
        property(&xml, "ReminderIsSet", item.meeting?.reminder != nil)
        property(&xml, "ReminderMinutesBeforeStart", "\(item.meeting?.reminder ?? 0)")
        property(&xml, "DisplayCc", names(letter.cc))
        property(&xml, "DisplayTo", names(item.meeting.map { $0.guests.map(\.mailbox) } ?? letter.to))
        property(&xml, "HasAttachments", isDefault: true, !files.isEmpty)
        for tag in shape.tags.sorted() {
            guard let value = PropertyTag.value(tag, of: item) else { continue }
            xml.element("t:ExtendedProperty") { xml in
                xml.element(
                    "t:ExtendedFieldURI",
                    ["PropertyTag": "0x\(String(tag, radix: 16))", "PropertyType": "Integer"])
                xml.element("t:Value", text: value)
            }
        }
        property(&xml, "Culture", "en-US")
        if shape.has("EffectiveRights", isDefault: false) {
            xml.element("t:EffectiveRights") { ExchangeDesk.rights(&$0, version) }
        }
        property(&xml, "LastModifiedName", owner.name)
        property(&xml, "LastModifiedTime", item.received)
        if version >= .exchange2010 {
            property(&xml, "IsAssociated", false)
            if shape.has("UniqueBody", isDefault: false) { text(&xml, "UniqueBody", "Text", plain) }
        }
        guard version >= .exchange2013 else { return }
        if shape.has("Flag", isDefault: false) {
            xml.element("t:Flag") { $0.element("t:FlagStatus", text: item.isFlagged ? "Flagged" : "NotFlagged") }
        }
        if shape.has("TextBody", isDefault: false) { text(&xml, "TextBody", "Text", plain) }
    }

    private var importance: String {
        switch letter.values(of: "Importance").first?.lowercased() {
        case "high": "High"
        case "low": "Low"
        default: "Normal"
        }
    }

    private var plain: String {
        if let meeting = item.meeting { return meeting.isHTML ? Self.stripped(meeting.details) : meeting.details }
        return letter.text ?? letter.html.map { Self.stripped($0) } ?? ""
    }

    /// The text of HTML without its tags: enough to see what a letter says.
    private static func stripped(_ html: String) -> String {
        var text = ""
        var isTag = false
        for character in html {
            if character == "<" { isTag = true }
            if !isTag { text.append(character) }
            if character == ">" { isTag = false }
        }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&nbsp;", with: " ")
            .replacing("&amp;", with: "&")
    }

    private func writeBody(_ xml: inout XMLWriter) {
        guard shape.has("Body", isDefault: true) else { return }
        var html = letter.html
        if let meeting = item.meeting, item.kind == .appointment { html = meeting.isHTML ? meeting.details : nil }
        let text = plain
        switch shape.body {
        case "Text": self.text(&xml, "Body", "Text", text)
        case "HTML":
            let page = "<html><body><pre>\(Self.escaped(text))</pre></body></html>"
            self.text(&xml, "Body", "HTML", html ?? page)
        default: self.text(&xml, "Body", html == nil ? "Text" : "HTML", html ?? text)
        }
    }

    private func text(_ xml: inout XMLWriter, _ name: String, _ type: String, _ text: String) {
        var attributes: KeyValuePairs<String, String?> = ["BodyType": type]
        if version >= .exchange2013 { attributes = ["BodyType": type, "IsTruncated": "false"] }
        xml.element(named: "t:\(name)", attributes) { $0.text(text) }
    }

    private func writeHeaders(_ xml: inout XMLWriter) {
        let isAll = shape.has("InternetMessageHeaders", isDefault: false)
        guard isAll || !shape.headers.isEmpty else { return }
        let found = letter.headers.filter { header in
            isAll || shape.headers.contains(header.name.lowercased())
        }
        guard !found.isEmpty else { return }
        xml.element("t:InternetMessageHeaders") { xml in
            for header in found {
                xml.element("t:InternetMessageHeader", ["HeaderName": header.name], text: header.value)
            }
        }
    }

    private func names(_ list: [Mailbox]) -> String { list.map { $0.name ?? $0.address }.joined(separator: "; ") }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
}

extension XMLWriter {
    /// `<t:FileAttachment>` without its content.
    mutating func file(_ file: ReadAttachment, _ item: MailItem, _ number: Int, _ version: ExchangeVersion) {
        element("t:FileAttachment") { xml in
            xml.element("t:AttachmentId", ["Id": EWSIdentity.text(item.id, file: number)])
            xml.element("t:Name", text: file.name ?? "attachment-\(number + 1)")
            xml.element("t:ContentType", text: file.contentType)
            if let id = file.contentID { xml.element("t:ContentId", text: id) }
            if version >= .exchange2010 {
                xml.element("t:Size", text: "\(file.content.count)")
                xml.element("t:LastModifiedTime", text: Instant(seconds: item.received.seconds).iso8601)
                xml.element("t:IsInline", text: file.isInline ? "true" : "false")
            }
        }
    }
}
