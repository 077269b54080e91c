import Attributes
import MIME

extension Draft {
    /// A letter from the robot to Ivan, changed as the test needs it.
    static func sample(_ change: (inout Draft) -> Void = { _ in }) -> Draft {
        var draft = Draft(
            from: Mailbox(name: "Робот", address: "robot@example.com"), subject: "Hello",
            date: Instant(seconds: 1_796_108_400), zone: .utc, messageID: "<0198c2f0-1@example.com>")
        draft.to = [Mailbox(name: "Иван Петров", address: "ivan@example.com")]
        draft.text = "Hello\n"
        change(&draft)
        return draft
    }
}

/// The letter's bytes as text.
func composed(_ change: (inout Draft) -> Void) throws -> String {
    String(decoding: try compose(.sample(change)).bytes(), as: UTF8.self)
}

/// A field of a letter as it stands there, folded, without its last line end.
func rawField(_ name: String, in letter: String) -> String? {
    var found: String?
    for line in letter.split(separator: "\r\n", omittingEmptySubsequences: false) {
        if let sofar = found {
            guard line.hasPrefix(" ") else { return sofar }
            found = "\(sofar)\r\n\(line)"
        } else if line.hasPrefix("\(name):") {
            found = String(line)
        }
    }
    return found
}

/// The text with LF for every line end, byte by byte: a CR and an LF are one character to Swift.
func unified(_ text: String) -> String {
    var bytes: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
        if byte == 0x0A, previous == 0x0D {
            previous = 0
            continue
        }
        bytes.append(byte == 0x0D ? 0x0A : byte)
        previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
}
