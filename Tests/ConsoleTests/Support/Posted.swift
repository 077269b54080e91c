import FoundationEssentials
import Peers

/// Letters as others write them, sent through Postfix by curl.
enum Posted {
    /// Sends a letter.
    ///
    /// - Parameters:
    ///   - letter: With LF or CRLF line ends.
    ///   - sender: The envelope's; blank for a notice.
    ///   - inbox: Who gets it.
    ///   - office: Whose Postfix.
    /// - Throws: What curl said.
    static func send(
        _ letter: String, from sender: String = "anna@example.test", to inbox: Inbox, through office: PostOffice
    ) async throws {
        let path = "\(FileManager.default.temporaryDirectory.path)/posted-\(UUID().uuidString).eml"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Files.write(letter.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n"), to: path)
        try await Tool.require(
            "curl",
            [
                "--silent", "--show-error", "--url", "smtp://127.0.0.1:\(office.postfix.port(.plain))", "--mail-from",
                "<\(sender)>",
                "--mail-rcpt", inbox.address, "--upload-file", path,
            ])
    }

    /// A letter with a picture of three bytes and a text.
    static func letter(_ subject: String, id: String, more: String = "") -> String {
        """
        From: =?utf-8?B?0JDQvdC90LA=?= <anna@example.test>
        To: support@example.test
        Subject: \(subject)
        Message-ID: <\(id)@example.test>
        Date: Sat, 21 Nov 2026 10:00:00 +0300
        \(more)MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: base64

        0JTQvtCx0YDRi9C5INC00LXQvdGMIQ==
        --b
        Content-Type: image/png
        Content-Disposition: attachment; filename*=utf-8''%D1%81%D1%87%D1%91%D1%82.png
        Content-Transfer-Encoding: base64

        AQID
        --b--

        """
    }
}
