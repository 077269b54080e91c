import FoundationEssentials

/// A mailbox in a ``Dovecot``, read over IMAP by Python's `imaplib` and `email`, which know nothing of router.
package struct Inbox: Sendable {
    /// The address, which is also the user name.
    package let address: String

    /// The mailbox's password; the same for everybody.
    package var password: String { Dovecot.password }

    private let dovecot: Dovecot

    package init(address: String, dovecot: Dovecot) {
        self.address = address
        self.dovecot = dovecot
    }

    /// Waits until that many letters are there.
    ///
    /// - Parameters:
    ///   - count: 0 asks what is there now.
    ///   - folder: An IMAP folder's name.
    ///   - patience: How long to wait at most; a letter usually takes a tenth of a second.
    /// - Returns: All letters that are there then, oldest first.
    /// - Throws: ``PeerFailure`` when too few have come by then, with what has.
    package func letters(_ count: Int, in folder: String = "INBOX", within patience: Duration = .seconds(90))
        async throws -> [ReceivedLetter]
    {
        let outcome = try await Tool.outcome(
            "python3",
            [
                Self.reader, dovecot.host, "\(dovecot.imapPort)", address, password, folder, "\(count)",
                "\(patience / .seconds(1))",
            ])
        guard let letters = try? JSONDecoder().decode([ReceivedLetter].self, from: Data(outcome.output)) else {
            throw PeerFailure("the mailbox of \(address) could not be read", said: outcome.errors + dovecot.log)
        }
        guard outcome.succeeded else {
            let subjects = letters.map { $0["Subject"] ?? "(no subject)" }.joined(separator: "\n")
            throw PeerFailure(
                "\(letters.count) of \(count) letters came for \(address) within \(patience)", said: subjects,
                remedy: "look for the address in the logs of Postfix and Dovecot")
        }
        return letters
    }

    /// Waits for a letter where exactly one is expected.
    package func letter(within patience: Duration = .seconds(90)) async throws -> ReceivedLetter {
        let letters = try await letters(1, within: patience)
        guard letters.count == 1, let letter = letters.first else {
            throw PeerFailure("\(letters.count) letters came for \(address), not one")
        }
        return letter
    }

    private static let reader =
        #filePath.split(separator: "/").dropLast(2).reduce(into: "") { $0 += "/\($1)" }
        + "/python/read_mailbox.py"
}
