internal import FoundationEssentials

/// A letter that an ``AsyncMailServer`` took, with the envelope that it came in.
package struct TakenLetter: Sendable, Decodable {
    /// One recipient, as RCPT named it.
    package struct Recipient: Sendable, Equatable, Decodable {
        package let address: String

        /// As they stood on the wire: `NOTIFY=FAILURE`, `ORCPT=rfc822;ivan@example.test`.
        package let parameters: [String]

        package init(_ address: String, _ parameters: [String] = []) {
            self.address = address
            self.parameters = parameters
        }
    }

    /// The number of the session in which it came, from 1.
    package let session: Int

    /// The version that was spoken: `TLSv1.3`; nothing without TLS.
    package let tls: String?

    /// The common name of the certificate that the client showed.
    package let certificate: String?

    /// Who had logged in, and by which mechanism.
    package let login: String?
    package let mechanism: String?

    /// What the client called itself.
    package let helo: String

    package let sender: String

    /// Those of MAIL as they stood on the wire: `SIZE=1234`, `BODY=8BITMIME`, `SMTPUTF8`, `RET=HDRS`, `ENVID=7`.
    package let parameters: [String]

    package let recipients: [Recipient]

    /// The letter itself, with CRLF line ends.
    package let content: [UInt8]

    private enum CodingKeys: String, CodingKey {
        case session, tls, certificate, login, mechanism, helo, sender, parameters, recipients, content
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        session = try fields.decode(Int.self, forKey: .session)
        tls = try fields.decodeIfPresent(String.self, forKey: .tls)
        certificate = try fields.decodeIfPresent(String.self, forKey: .certificate)
        login = try fields.decodeIfPresent(String.self, forKey: .login)
        mechanism = try fields.decodeIfPresent(String.self, forKey: .mechanism)
        helo = try fields.decode(String.self, forKey: .helo)
        sender = try fields.decode(String.self, forKey: .sender)
        parameters = try fields.decode([String].self, forKey: .parameters)
        recipients = try fields.decode([Recipient].self, forKey: .recipients)
        content = Array(try fields.decode(Data.self, forKey: .content))
    }
}
