internal import XML

/// Gets a file of an item; its content goes to the sink of the call.
struct GetAttachment: EWSOperation {
    static let name = "GetAttachment"

    struct File: Hashable, Sendable {
        var name: String
        var contentType: String
        var stream: Int?
    }

    var id: String

    func write(_ xml: inout XMLWriter, _ version: EWSVersion) {
        xml.element("m:GetAttachment") { xml in
            xml.element("m:AttachmentShape")
            xml.element("m:AttachmentIds") { $0.element("t:AttachmentId", ["Id": id]) }
        }
    }

    func read(_ messages: [EWSMessage]) throws(EWSRefusal) -> File? {
        guard let element = try messages.single()["Attachments"]?.children.first else { return nil }
        return File(
            name: element["Name"]?.text ?? "", contentType: element["ContentType"]?.trimmed ?? "",
            stream: (element["Content"] ?? element.first("MimeContent"))?.stream)
    }
}
