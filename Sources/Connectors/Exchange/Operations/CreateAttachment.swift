internal import XML

/// Puts a file into an item that lies in a folder.
struct CreateAttachment: EWSOperation {
    static let name = "CreateAttachment"

    var item: EWSItemID
    var fileName: String
    var contentType: String
    var content: [UInt8]

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:CreateAttachment") { xml in
            xml.element("m:ParentItemId", ["Id": item.id, "ChangeKey": item.changeKey])
            xml.element("m:Attachments") { xml in
                xml.element("t:FileAttachment") { xml in
                    xml.element("t:Name", text: fileName)
                    xml.element("t:ContentType", text: contentType)
                    xml.element("t:Content") { $0.base64(content) }
                }
            }
        }
    }

    /// - Returns: The item as it is now: its change key is another one.
    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> EWSItemID {
        let attachment = try messages.single()["Attachments"]?.children.first?["AttachmentId"]
        return EWSItemID(
            attachment?.attributes["RootItemId"] ?? item.id, changeKey: attachment?.attributes["RootItemChangeKey"])
    }
}
