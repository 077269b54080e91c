internal import Attributes
internal import Connecting

/// One letter's way through a session: its commands, and what the server said to each.
struct SMTPTransaction {
    enum Command: Hashable {
        case reset
        case mail
        /// The recipient's place in the letter.
        case recipient(Int)
        case data
    }

    /// How far the letter itself is.
    enum Progress {
        /// The commands come first.
        case asking
        /// Its bytes go out.
        case writing
        /// The final dot has gone out.
        case ended
    }

    /// What is known about a recipient.
    enum Answer {
        case none
        case accepted
        case refused(Reply)
        /// Its address can't be sent to, whatever the server says.
        case unfit(Failure)
    }

    /// The letter's place among those to send.
    let index: Int
    let letter: Letter
    let commands: [Command]
    /// What MAIL says behind the address: ` SIZE=4711`.
    let parameters: String
    let sender: EmailAddress?
    let addresses: [EmailAddress?]
    var answers: [Answer]
    /// How many of the commands have gone out.
    var written = 0
    /// How many of those have been answered.
    var answered = 0
    var progress = Progress.asking
    /// The reply that refused MAIL or DATA, for all recipients.
    var refusal: (question: SMTPVerdict.Question, reply: Reply)?
    /// Whether the server has said anything about this letter.
    var isBegun = false

    /// Whether MAIL was accepted and no final dot has cleared that.
    var isOpen = false
    var hasAccepted: Bool {
        answers.contains { if case .accepted = $0 { true } else { false } }
    }

    /// The command that the next reply answers; `nil` when all that went out is answered.
    mutating func takeQuestion() -> Command? {
        guard answered < written else { return nil }
        defer { answered += 1 }
        return commands[answered]
    }

    /// Whether nothing is left to ask: all is asked and answered, or the rest would be in vain.
    var isAnswered: Bool {
        guard progress == .asking, answered == written else { return false }
        return written == commands.count || refusal != nil || commands[written] == .data && !hasAccepted
    }

    /// A command as it goes over the wire.
    func bytes(_ command: Command) -> [UInt8] {
        let line =
            switch command {
            case .reset: "RSET\r\n"
            case .mail: "MAIL FROM:<\(sender?.text ?? "")>\(parameters)\r\n"
            case .recipient(let place): "RCPT TO:<\(addresses[place]?.text ?? "")>\r\n"
            case .data: "DATA\r\n"
            }
        return Array(line.utf8)
    }
}
