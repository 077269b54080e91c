import Attributes
import Connecting
import Glibc
import MIME
import Spool

/// Letters to try the spool with.
enum Sample {
    static func submission(_ number: Int, size: Int = 4_000) -> NewSubmission {
        submission(number, content(number, size: size))
    }

    static func submission(_ number: Int, file: String) throws -> NewSubmission {
        var status = stat()
        guard stat(file, &status) == 0 else { throw Missing(path: file) }
        var content = content(number, size: 500)
        content.pieces.append(.base64(path: file, size: Int(status.st_size)))
        return submission(number, content)
    }

    private struct Missing: Error {
        let path: String
    }

    private static func submission(_ number: Int, _ content: Content) -> NewSubmission {
        let id = UUIDv7()
        let letter = Letter(
            id: id.description, messageID: "<\(id)@example.com>", sender: "robot@example.com",
            recipients: ["reader-\(number)@example.org"], content: content)
        return NewSubmission(id: id, created: .now, letters: [NewLetter(letter, route: "notice", connection: "mail")])
    }

    static func content(_ number: Int, size: Int) -> Content {
        var bytes = Array("Subject: Letter \(number)\r\n\r\n".utf8)
        while bytes.count < size { bytes += text.prefix(size - bytes.count) }
        return Content(pieces: [.bytes(bytes)])
    }

    private static let text = (0..<4_000).map { UInt8(0x20 + $0 * 31 % 0x5F) }

    static func sent(_ letter: ClaimedLetter) -> LetterOutcome {
        sent(letter.letter)
    }

    static func sent(_ letter: Letter) -> LetterOutcome {
        let now = Instant.now
        let reply = Reply(code: 250, enhanced: "2.0.0", text: "Ok: queued as 4Xq2hT3bZkz9s")
        return LetterOutcome(
            id: UUIDv7(letter.id) ?? UUIDv7(), receipt: Receipt(letter, all: .sent, reply: reply), began: now,
            ended: now,
            session: "mail.example.com:25")
    }
}
