internal import Connecting
internal import Wire

/// What a reader is told when a letter was not taken: the problem with the server's own words, and a remedy.
struct SMTPWords: ServerWords {
    /// `mail.example.com:587`.
    let server: String
    /// The user name; `nil` when nobody logs in.
    let login: String?
    let isEncrypted: Bool
    /// What the provider wants of a login, in one sentence; `nil` where it is not known.
    var loginHint: String?
    /// How the login is proved.
    var proof = LoginProof.password
    let securePort = 465

    func later(_ reply: Reply) -> Failure {
        Failure(
            .notNow, .again, "\(server) asks to try later: \(reply)",
            help: "send it again in some minutes; servers that don't know a sender yet often want that once")
    }

    /// A login is wanted, or the one we have does not do: 530, 534, 535, 538.
    func wantsLogin(_ reply: Reply) -> Failure {
        let help =
            if !isEncrypted {
                "set encryption: tls, and auth: with a user name and a password if the server wants a login"
            } else if let login {
                "ask the server's operator what the login '\(login)' is allowed to do"
            } else {
                "set auth: with a user name and a password"
            }
        return Failure(
            .authenticationRefused, .never, "\(server) takes no letters from this login: \(reply)", help: help)
    }

    func refusedSender(_ sender: String, _ reply: Reply) -> Failure {
        let help =
            switch (reply.isPolicy, login) {
            case (true, let login?): "use a sender that the login '\(login)' may send as"
            case (true, nil): "the server may want a login for this sender: set auth:"
            case (false, _): "check the sender's address"
            }
        let name = sender.isEmpty ? "the blank sender" : "the sender \(PlainText.printable(sender))"
        return Failure(.senderRefused, .never, "\(server) does not take \(name): \(reply)", help: help)
    }

    func refusedLetter(_ reply: Reply) -> Failure {
        let help =
            switch reply.enhanced {
            case "5.3.4", "5.2.3": "make the letter smaller: link to large files instead of attaching them"
            case _ where reply.code == 552: "make the letter smaller: link to large files instead of attaching them"
            case _ where reply.isPolicy: "the server's rules forbid it: ask its operator, with the server's words"
            default: "ask the server's operator, with the server's words"
            }
        return Failure(.messageRefused, .never, "\(server) refused the letter: \(reply)", help: help)
    }

    /// The recipients that were not accepted: what is for good counts before what may pass.
    ///
    /// - Parameters:
    ///   - refused: By the server.
    ///   - unfit: By us, before anything went out.
    ///   - count: How many recipients the letter has.
    /// - Returns: `nil` when there are none.
    func refused(_ refused: [(address: String, reply: Reply)], _ unfit: [Failure], of count: Int) -> Failure? {
        let forGood = refused.filter { SMTPVerdict($0.reply, to: .recipient) == .never }
        if let first = forGood.first {
            let name = PlainText.printable(first.address)
            let total = forGood.count + unfit.count
            let which = count == 1 ? name : "\(total) of \(count) recipients, first \(name)"
            return Failure(
                .recipientRefused, .never, "\(server) refused \(which): \(first.reply)", help: help(first.reply))
        }
        if let first = unfit.first { return first }
        guard let first = refused.first else { return nil }
        return SMTPVerdict(first.reply, to: .recipient) == .settings ? wantsLogin(first.reply) : later(first.reply)
    }

    private func help(_ reply: Reply) -> String {
        if reply.enhanced?.hasPrefix("5.2.") == true {
            return "the mailbox is full or closed: reach its owner another way"
        }
        guard reply.isPolicy else { return "check the address" }
        return login == nil
            ? "the server may want a login for addresses of other domains: set auth:"
            : "the server's rules forbid it: ask its operator, with the server's words"
    }

    var nobody: Failure {
        Failure(.recipientRefused, .never, "the letter has no recipients", help: "give it one in to, cc or bcc")
    }

    /// RFC 6531 section 3.5: such a letter may not go to a server without the extension.
    var needsSMTPUTF8: Failure {
        Failure(
            .messageRefused, .never,
            "an address in the letter has other than Latin letters in front of its @, and \(server) can't carry them",
            help: "use another address, or a server that offers SMTPUTF8")
    }

    func tooLarge(_ size: Int, _ maximum: Int) -> Failure {
        Failure(
            .messageRefused, .never, "the letter has \(size) bytes, and \(server) takes at most \(maximum)",
            help: "make the letter smaller: link to large files instead of attaching them")
    }

    /// The cause says why the answer did not come.
    func held(_ cause: Failure) -> Failure {
        Failure(
            .outcomeUnknown, .unknown,
            "the whole letter went out and no answer tells whether it was taken: \(cause.message)",
            help: "look into a recipient's mailbox or the server's log before it is sent again")
    }

    func garbled(_ reply: Reply) -> Failure {
        garbled("an answer that does not fit: \(reply)")
    }

    func garbled(_ what: String) -> Failure {
        Failure(
            .protocolViolation, .again, "\(server) does not keep to SMTP: \(what)",
            help: "check that host: and port: are those of a mail server")
    }
}

extension Reply {
    /// Forbidden, rather than wrong: x.7.x (RFC 3463 section 3.8).
    fileprivate var isPolicy: Bool { enhanced?.split(separator: ".").dropFirst().first == "7" }
}
