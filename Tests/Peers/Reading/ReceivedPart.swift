import FoundationEssentials

/// One part of a received letter's MIME tree, decoded.
package struct ReceivedPart: Sendable, Decodable {
    /// Where it stands, as IMAP counts: "" is the whole letter, "1.2" the second child of the first.
    package let path: String

    /// The media type in lower case: `text/html`.
    package let type: String

    /// The parameters of Content-Type, names in lower case: `charset`, `method`.
    package let parameters: [String: String]

    /// `attachment`, `inline`, or nothing.
    package let disposition: String?

    /// The file name, decoded from whatever form it had.
    package let fileName: String?

    /// The Content-ID with its angle brackets.
    package let contentID: String?

    /// The transfer encoding in lower case: `base64`, `quoted-printable`, `7bit`.
    package let encoding: String

    /// Name and decoded value of each header of this part, in order.
    package let headers: [[String]]

    /// The decoded bytes; empty for a multipart.
    package let content: [UInt8]

    /// The decoded text, if the part is a text in a charset that it names rightly.
    package let text: String?

    /// How many multiparts it stands in.
    package var depth: Int { path.isEmpty ? 0 : path.split(separator: ".").count }

    private enum CodingKeys: String, CodingKey {
        case path, type, parameters, disposition, fileName, contentID, encoding, headers, content, text
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        path = try fields.decode(String.self, forKey: .path)
        type = try fields.decode(String.self, forKey: .type)
        parameters = try fields.decode([String: String].self, forKey: .parameters)
        disposition = try fields.decodeIfPresent(String.self, forKey: .disposition)
        fileName = try fields.decodeIfPresent(String.self, forKey: .fileName)
        contentID = try fields.decodeIfPresent(String.self, forKey: .contentID)
        encoding = try fields.decode(String.self, forKey: .encoding)
        headers = try fields.decode([[String]].self, forKey: .headers)
        content = Array(try fields.decode(Data.self, forKey: .content))
        text = try fields.decodeIfPresent(String.self, forKey: .text)
    }
}
