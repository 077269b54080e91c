internal import Attributes
internal import Connecting

/// One letter's way through a session: its commands, and what the server said to each.
struct SMTPTransaction {
    enum Command: Hashable {
        case reset
        /// VRFY of the recipient at this place in the letter.
        case verify(Int)
        case mail
        /// RCPT of the recipient at this place in the letter.
        case recipient(Int)
        case data

        var question: SMTPVerdict.Question {
            switch self {
            case .reset: .reset
            case .verify: .verify
            case .mail: .mail
            case .recipient: .recipient
            case .data: .data
            }
        }
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
    /// One refused recipient keeps the letter from everybody.
    let isStrict: Bool
    private(set) var commands: [Command]
    private(set) var extras: SMTPExtras
    /// Whether MAIL says that addresses need SMTPUTF8.
    let hasUTF8: Bool
    let sender: EmailAddress?
    let addresses: [EmailAddress?]
    var answers: [Answer]
    /// How many of the commands have gone out.
    private(set) var written = 0
    /// How many of those have been answered.
    private(set) var answered = 0
    var progress = Progress.asking
    /// The reply that refused VRFY, MAIL or DATA, for all recipients.
    var refusal: (question: SMTPVerdict.Question, reply: Reply)?
    /// Whether the server has said anything about this letter.
    var isBegun = false
    /// Whether MAIL was accepted and no final dot has cleared that.
    var isOpen = false
    /// Whether MAIL was refused with its extras, and is tried again.
    private(set) var isPlain = false
    /// The recipients that were refused with their parameters, and are tried again.
    private var plainRecipients: Set<Int> = []

    init(
        index: Int, letter: Letter, isStrict: Bool, commands: [Command], extras: SMTPExtras, hasUTF8: Bool,
        sender: EmailAddress?, addresses: [EmailAddress?], answers: [Answer]
    ) {
        self.index = index
        self.letter = letter
        self.isStrict = isStrict
        self.commands = commands
        self.extras = extras
        self.hasUTF8 = hasUTF8
        self.sender = sender
        self.addresses = addresses
        self.answers = answers
    }

    /// The commands that may go out together now, at least one.
    ///
    /// VRFY and DATA end a group (RFC 2920 section 3.1). DATA waits for the recipients' replies when one of them may keep the letter back,
    /// or may be asked about again without parameters: a server that has said 354 wants the letter.
    func group(_ hasPipelining: Bool) -> Range<Int> {
        guard hasPipelining else { return written..<(written + 1) }
        let isDataHeld = isStrict || !extras.notify.isEmpty
        var end = written
        while end < commands.count {
            switch commands[end] {
            case .verify: return written..<(end + 1)
            case .data where isDataHeld && end > written: return written..<end
            default: end += 1
            }
        }
        return written..<end
    }

    func bytes(of group: Range<Int>) -> [UInt8] { commands[group].flatMap(bytes) }

    mutating func wrote(_ group: Range<Int>) { written = group.upperBound }

    /// The command that the next reply answers; `nil` when all that went out is answered.
    var question: Command? { answered < written ? commands[answered] : nil }

    mutating func takeQuestion() -> Command? {
        defer { if answered < written { answered += 1 } }
        return question
    }

    /// Whether nothing is left to ask: all is asked and answered, or the rest would be in vain.
    var isAnswered: Bool {
        guard progress == .asking, answered == written else { return false }
        guard written < commands.count, refusal == nil else { return true }
        switch commands[written] {
        case .mail: return isStrict && hasRefused
        case .data: return !mayGo
        default: return false
        }
    }

    /// Whether those who were accepted get the letter.
    var mayGo: Bool { hasAccepted && !(isStrict && hasRefused) }

    private var hasAccepted: Bool {
        answers.contains { if case .accepted = $0 { true } else { false } }
    }

    private var hasRefused: Bool {
        answers.contains { if case .refused = $0 { true } else { false } }
    }

    // MARK: Once more without parameters

    /// Asks about a recipient once more, without parameters.
    ///
    /// - Returns: Whether there were any.
    mutating func retryPlainly(_ place: Int) -> Bool {
        guard !extras.notify.isEmpty, plainRecipients.insert(place).inserted else { return false }
        // DATA has not gone out yet.
        commands.insert(.recipient(place), at: commands.count - 1)
        return true
    }

    func isPlain(_ place: Int) -> Bool { plainRecipients.contains(place) }

    /// The same letter from MAIL on, without what it can do without.
    func plain() -> SMTPTransaction {
        var again = self
        again.commands = commands.filter { command in
            switch command {
            case .reset, .verify: false
            case .mail, .recipient, .data: true
            }
        }
        again.extras = SMTPExtras()
        (again.written, again.answered, again.refusal, again.isPlain) = (0, 0, nil, true)
        return again
    }

    /// A command as it goes over the wire.
    private func bytes(_ command: Command) -> [UInt8] {
        let line =
            switch command {
            case .reset: "RSET\r\n"
            case .verify(let place):
                "VRFY \(addresses[place]?.text ?? "")\(addresses[place]?.needsSMTPUTF8 == true ? " SMTPUTF8" : "")\r\n"
            case .mail: "MAIL FROM:<\(sender?.text ?? "")>\(extras.mail)\(hasUTF8 ? " SMTPUTF8" : "")\r\n"
            case .recipient(let place): "RCPT TO:<\(addresses[place]?.text ?? "")>\(parameters(of: place))\r\n"
            case .data: "DATA\r\n"
            }
        return Array(line.utf8)
    }

    private func parameters(of place: Int) -> String {
        guard !plainRecipients.contains(place), let address = addresses[place] else { return "" }
        return extras.recipient(address)
    }
}
