internal import Attributes
internal import Connecting

/// A message as `multipart/form-data` (RFC 7578): a part `message` with the JSON, then a part `attachment` for each file, in the order of
/// `Attachments`.
struct HTTPForm {
    let type: String
    let body: [UInt8]

    init(_ json: [UInt8], _ attachments: [HandedAttachment]) {
        // Nobody who writes letters can guess it.
        let boundary = "router-\(UInt64.random(in: .min ... .max))-\(UInt64.random(in: .min ... .max))"
        type = "multipart/form-data; boundary=\(boundary)"
        var body: [UInt8] = []
        body.reserveCapacity(attachments.reduce(json.count + 512) { $0 + $1.content.count + 1024 })
        func open(_ name: String, _ type: String, _ fileName: String? = nil) {
            let file = fileName.map { "; filename=\"\(Self.quoted($0))\"" } ?? ""
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\(file)\r\nContent-Type: \(type)\r\n\r\n"
                    .utf8)
        }
        open("message", "application/json")
        body += json
        body += Array("\r\n".utf8)
        for (attachment, name) in zip(attachments, FileNames.unique(attachments)) {
            open("attachment", Self.fit(attachment.contentType), name)
            body += attachment.content
            body += Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        self.body = body
    }

    /// As browsers do (WHATWG HTML, multipart form data): UTF-8, and only what would end the name is encoded.
    private static func quoted(_ name: String) -> String {
        name.replacing("\"", with: "%22").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    /// A type such as `application/pdf`; what a letter says may be anything.
    private static func fit(_ type: String) -> String {
        let halves = type.split(separator: "/", omittingEmptySubsequences: false)
        let isFit =
            halves.count == 2
            && halves.allSatisfy { half in
                !half.isEmpty && half.utf8.count <= 127
                    && half.utf8.allSatisfy { (0x21...0x7E).contains($0) && !"\"(),:;<=>?@[\\]{}".utf8.contains($0) }
            }
        return isFit ? type : "application/octet-stream"
    }
}
