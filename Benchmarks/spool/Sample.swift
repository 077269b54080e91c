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
        Content(pieces: [.bytes(bytes(number, size: size))])
    }

    private static func bytes(_ number: Int, size: Int) -> [UInt8] {
        var bytes = Array("Subject: Letter \(number)\r\n\r\n".utf8)
        while bytes.count < size { bytes += text.prefix(size - bytes.count) }
        return bytes
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

    /// A letter that came in.
    static func arrival(_ number: Int, _ id: UUIDv7, _ identity: String, size: Int = 8_000) -> NewArrival {
        NewArrival(
            id: id, route: "intake", identity: identity, raw: .bytes(bytes(number, size: size)),
            messageID: "<letter-\(number)@example.org>", digest: digest(number), received: .now)
    }

    /// What would be its digest, as random as one.
    private static func digest(_ number: Int) -> [UInt8] {
        var state = UInt64(truncatingIfNeeded: number) &+ 0x9E37_79B9_7F4A_7C15
        return (0..<32).map { _ in
            state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9 &+ 0x94D0_49BB_1331_11EB
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }

    static func prepared(_ number: Int, _ id: UUIDv7) -> PreparedArrival {
        PreparedArrival(
            id: id, sender: "Anna Petrova <anna-\(number)@example.org>", subject: "Invoice Inv-\(number) is due",
            snippet: "Good morning, please find the invoice attached, which is due at the end of the month.",
            thread: "<letter-\(number)@example.org>", contact: "anna-\(number)@example.org",
            links: [ArrivalLink(rule: "invoice", object: "Invoice", key: "Number", value: "Inv-\(number)")],
            needsProcessing: false, handlings: [NewHandling(number: 0, target: "connection:bpm")])
    }

    static func done(_ handling: ClaimedHandling) -> HandlingOutcome {
        let now = Instant.now
        return HandlingOutcome(
            id: handling.id, began: now, ended: now, end: .done(words: "200 OK", response: "{\"IsDeclined\":false}"))
    }
}
