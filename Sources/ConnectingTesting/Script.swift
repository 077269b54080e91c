/// What a scripted server says and does, where it differs from a server that takes everything.
package struct Script: Sendable {
    /// An answer of its own to commands that begin with something.
    package struct Rule: Sendable {
        /// Such as `RCPT TO:<bob@`; `.` for the end of a letter.
        package var prefix: String
        /// Lines joined by `\n`, with their codes.
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
        /// The server hangs up after so many bytes of what it says.
        case closes(afterBytes: Int)
        /// The server hangs up instead of answering a command that begins like this.
        case closesAt(String)
        /// The server says nothing any more, from this command on.
        case hangsAt(String)
        /// The server hangs up, hard, after so many bytes of a letter.
        case resets(afterLetterBytes: Int)
    }

    /// How the replies are written.
    package enum Manner: Sendable, CaseIterable {
        case whole
        /// Byte by byte, each in a packet of its own.
        case bytewise
        /// Lines that end with a bare LF.
        case bareLineFeeds
    }

    package var greeting = "220 scripted.test ESMTP"
    package var capabilities = ["PIPELINING", "SIZE 10485760", "ENHANCEDSTATUSCODES"]
    package var rules: [Rule] = []
    package var fault: Fault?
    /// How many connections the fault befalls; later ones are healthy.
    package var faultyConnections = Int.max
    package var manner = Manner.whole
    /// The socket's buffers in bytes, for a server that is slow to take; `nil` for the system's.
    package var buffer: Int?
    /// What is done, once a connection, as soon as the server has read so many bytes of a letter.
    package var onLetterBytes: (count: Int, act: @Sendable () -> Void)?

    package init(capabilities: [String]? = nil, rules: [Rule] = [], fault: Fault? = nil) {
        self.capabilities = capabilities ?? self.capabilities
        self.rules = rules
        self.fault = fault
    }
}
