internal import Connecting

/// The client's half of a session after the login, without a network: what to write, what the replies mean, what became of each letter.
///
/// With PIPELINING (RFC 2920) a letter's commands go out in one write, and the next letter's ride with the end of this one:
///
///     C: MAIL FROM:<a@x.org> SIZE=2048 / RCPT TO:<b@y.org> / DATA
///     S: 250 / 250 / 354
///     C: …letter one… / . / MAIL FROM:<a@x.org> / RCPT TO:<c@y.org> / DATA
///     S: 250 2.0.0 queued / 250 / 250 / 354
///
/// A letter is begun once the server has answered a command of its own. When the session ends before that, it is not reported: it may go
/// over another session. A session's first letter always counts as begun, so that somebody learns of it.
struct SMTPDialogue {
    enum Step {
        /// Commands; nothing is on its way when `isQuiet`, so the server has nothing to say before.
        case write([UInt8], isQuiet: Bool)
        /// The bytes of the letter at that place and the final dot, then these commands of the next letter. Then say `ended`.
        case letter(Int, then: [UInt8])
        case read(SMTPVerdict.Question)
        case report(Int, Receipt)
        /// The connection is of no more use.
        case drop
        /// All letters are reported, or the session is over.
        case done
    }

    private let letters: [Letter]
    private let unfit: [Int: Failure]
    private let words: SMTPWords
    private let demands: SMTPDemands
    /// What the server offers, without what it has refused all the same.
    private(set) var capabilities: SMTPCapabilities
    private var next = 0
    private var current: SMTPTransaction?
    private var ahead: SMTPTransaction?
    private var reports: [(Int, Receipt)] = []
    private var isOver = false
    private var isDropped = false
    private var isFirst: Bool
    /// Whether the server still holds a sender that no final dot has cleared.
    private(set) var needsReset: Bool

    /// - Parameters:
    ///   - letters: To send, in this order.
    ///   - unfit: Letters that can't be sent for a reason on our side, by their place.
    ///   - capabilities: What the server offers.
    ///   - words: Names the server to the reader.
    ///   - demands: What the connection wants beyond the letters' taking.
    ///   - isFirst: Whether the session has sent no letter yet.
    ///   - needsReset: As the session's last dialogue has left it.
    init(
        _ letters: [Letter], unfit: [Int: Failure] = [:], capabilities: SMTPCapabilities, words: SMTPWords,
        demands: SMTPDemands = SMTPDemands(), isFirst: Bool = true, needsReset: Bool = false
    ) {
        self.letters = letters
        self.unfit = unfit
        self.capabilities = capabilities
        self.words = words
        self.demands = demands
        self.isFirst = isFirst
        self.needsReset = needsReset
    }

    /// What to do now.
    mutating func step() -> Step {
        if current == nil, !isOver { current = prepareNext() }
        if !reports.isEmpty {
            let (index, receipt) = reports.removeFirst()
            return .report(index, receipt)
        }
        if isDropped {
            isDropped = false
            return .drop
        }
        guard !isOver, var transaction = current else { return .done }
        defer { current = transaction }
        if transaction.progress == .writing {
            if capabilities.hasPipelining { ahead = prepareNext() }
            return .letter(transaction.index, then: ahead.map { $0.bytes(of: $0.group(true)) } ?? [])
        }
        if transaction.progress == .ended { return .read(.ending) }
        if let command = transaction.question { return .read(command.question) }
        let isQuiet = transaction.written == 0
        let group = transaction.group(capabilities.hasPipelining)
        transaction.wrote(group)
        return .write(transaction.bytes(of: group), isQuiet: isQuiet)
    }

    /// The final dot has gone out, or may have.
    mutating func ended() {
        current?.progress = .ended
        if let group = ahead?.group(true) { ahead?.wrote(group) }
    }

    /// The server has said something: its replies come in the order of our commands.
    mutating func received(_ reply: Reply) {
        guard !isOver, let progress = current?.progress else { return }
        switch progress {
        case .asking:
            guard let command = current?.takeQuestion() else { return unasked(reply) }
            let isGoodbye = reply.code == 421
            // Many a server takes so many letters a connection, and answers the next one's first command with 421.
            if command != .reset, !isGoodbye { current?.isBegun = true }
            if isGoodbye { lost(words.later(reply), reply) } else { answer(reply, to: command) }
        case .writing:
            // Said before the dot: the server gives up, and so do we.
            current?.refusal = (.data, reply)
            conclude()
            finish(drop: true)
        case .ended:
            current?.refusal = (.ending, reply)
            current?.isOpen = false
            conclude()
            if reply.code == 421 || SMTPVerdict(reply, to: .ending) == .garbled { finish(drop: true) }
        }
    }

    /// The server has spoken first: mostly the 421 of one that is going away.
    mutating func unasked(_ reply: Reply) {
        lost(reply.code == 421 ? words.later(reply) : words.garbled(reply), reply)
    }

    /// The letter's bytes can't be had: it must not end with a dot, and the connection is the only way out of it.
    mutating func unreadable(_ failure: Failure) {
        guard let transaction = current else { return }
        current = nil
        reports.append((transaction.index, Receipt(transaction.letter, all: .failed, failure: failure)))
        finish(drop: true)
    }

    /// The connection is gone, or the server's last word was that it goes.
    mutating func lost(_ failure: Failure, _ reply: Reply? = nil) {
        guard !isOver else { return }
        if let transaction = current, transaction.isBegun || transaction.progress != .asking || isFirst {
            let isHeld = transaction.progress == .ended
            conclude(
                transaction,
                .init(state: isHeld ? .held : .deferred, failure: isHeld ? words.held(failure) : failure, reply: reply))
        }
        finish(drop: true)
    }

    /// Changes the letter's state in its place: a copy for each of many recipients would cost their square.
    private mutating func answer(_ reply: Reply, to command: SMTPTransaction.Command) {
        let verdict = SMTPVerdict(reply, to: command.question)
        if verdict == .garbled || command == .reset && verdict != .accepted { return lost(words.garbled(reply)) }
        switch command {
        case .reset: break
        case .verify(let place):
            if verdict == .settings {
                current?.refusal = (.verify, reply)
            } else if verdict != .accepted {
                current?.answers[place] = .refused(reply)
            }
        case .mail:
            current?.isOpen = verdict == .accepted
            if verdict != .accepted {
                current?.refusal = (.mail, reply)
            } else if current?.isPlain == true {
                (capabilities.hasSize, capabilities.hasDSN) = (false, false)
            }
        case .recipient(let place):
            // Behind a refused MAIL every RCPT is refused, and that says nothing of the recipient.
            if current?.refusal == nil { answer(reply, verdict, ofRecipient: place) }
        case .data:
            let isWanted = current?.refusal == nil && current?.mayGo == true
            if verdict == .accepted, isWanted {
                current?.progress = .writing
            } else if verdict == .accepted {
                // The server waits for a letter to nobody. RFC 2920 section 3.1 would send it an empty one; a server that
                // is so wrong might deliver it.
                conclude()
                return finish(drop: true)
            } else if isWanted {
                current?.refusal = (.data, reply)
            }
        }
        if current?.isAnswered == true { retryOrConclude() }
    }

    private mutating func answer(_ reply: Reply, _ verdict: SMTPVerdict, ofRecipient place: Int) {
        if verdict == .accepted {
            if current?.isPlain(place) == true { capabilities.hasDSN = false }
            current?.answers[place] = .accepted
        } else if !reply.refusesParameters || current?.retryPlainly(place) != true {
            current?.answers[place] = .refused(reply)
        }
    }

    /// QUIRK: servers that announce SIZE or DSN and refuse their parameters; the letter is tried again without.
    private mutating func retryOrConclude() {
        guard let transaction = current, let (question, reply) = transaction.refusal, question == .mail,
            reply.refusesParameters, !transaction.extras.mail.isEmpty
        else { return conclude() }
        current = transaction.plain()
    }

    private mutating func conclude() {
        guard let transaction = current else { return }
        conclude(transaction, nil)
    }

    private mutating func conclude(_ transaction: SMTPTransaction, _ loss: SMTPTransaction.Loss?) {
        reports.append((transaction.index, transaction.receipt(words, loss)))
        isFirst = false
        needsReset = transaction.isOpen
        current = ahead
        ahead = nil
    }

    private mutating func finish(drop: Bool) {
        isOver = true
        isDropped = drop
        current = nil
        ahead = nil
    }

    /// The next letter that can be sent; those that can't are reported.
    private mutating func prepareNext() -> SMTPTransaction? {
        while next < letters.count {
            let letter = letters[next]
            defer { next += 1 }
            if let failure = unfit[next] {
                reports.append((next, Receipt(letter, all: .failed, failure: failure)))
                continue
            }
            // The final dot of a letter before it clears the server's memory.
            let isBehind = current != nil
            switch SMTPTransaction.prepare(
                next, letter, capabilities, words, demands, needsReset: needsReset && !isBehind)
            {
            case .ready(let transaction): return transaction
            case .impossible(let receipt): reports.append((next, receipt))
            }
        }
        return nil
    }
}
