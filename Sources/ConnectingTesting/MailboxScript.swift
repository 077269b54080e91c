/// What a scripted IMAP server says and does, where it differs from a server that does everything.
package struct MailboxScript: Sendable {
    /// An answer of its own to commands that begin with something, the tag left out.
    package struct Rule: Sendable {
        /// Such as `UID FETCH 3`.
        package var prefix: String
        /// Lines joined by `\n`; `TAG` stands for the command's tag, and `{FILE}` for the script's letter of that UID.
        package var reply: String
        /// How many times it is given; then the rules behind it, or the usual answer, follow.
        package var times: Int

        package init(_ prefix: String, _ reply: String, times: Int = .max) {
            self.prefix = prefix
            self.reply = reply
            self.times = times
        }
    }

    /// What goes wrong.
    package enum Fault: Sendable, Equatable {
        /// The server hangs up instead of answering a command that begins like this.
        case closesAt(String)
        /// The server says nothing any more, from this command on.
        case hangsAt(String)
        /// The first connection ends when the server has said so many bytes; the later ones are whole.
        case breaksAfter(bytes: Int)
    }

    package var greeting = "* OK scripted.test ready"
    package var capabilities = ["IMAP4rev1", "SASL-IR", "AUTH=PLAIN", "IDLE", "UIDPLUS", "MOVE"]
    /// What is offered after the login; `nil` for the same.
    package var laterCapabilities: [String]?
    /// What SELECT and EXAMINE say, before their end.
    package var opening: [String]?
    /// The letters of the one folder, by UID.
    package var letters: [Int: String] = [:]
    package var rules: [Rule] = []
    package var fault: Fault?
    /// Whether each byte comes in a packet of its own.
    package var isBytewise = false

    package init(letters: [Int: String] = [:], capabilities: [String]? = nil, rules: [Rule] = [], fault: Fault? = nil) {
        self.letters = letters
        self.capabilities = capabilities ?? self.capabilities
        self.rules = rules
        self.fault = fault
    }
}
