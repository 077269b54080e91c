extension IMAPSession {
    mutating func logIn(_ command: IMAPCommand) -> Answer {
        guard command.arguments.count == 2, let name = command.arguments[0].text,
            let password = command.arguments[1].text
        else { return bad(command, "LOGIN wants a name and a password") }
        return enter(command, name, password)
    }

    mutating func authenticate(_ command: IMAPCommand) -> Answer {
        guard let name = command.arguments.first?.word, command.arguments.count <= 2 else {
            return bad(command, "AUTHENTICATE wants a mechanism: PLAIN")
        }
        guard user == nil else { return bad(command, "you are logged in already") }
        guard let exchange = SASLExchange(name) else { return no(command, "there are PLAIN and LOGIN only") }
        loginTag = command.tag
        if command.arguments.count == 2 {
            guard let line = command.arguments[1].text else { return bad(command, "a first response is one word") }
            return proceed(exchange, line)
        }
        login = exchange
        return Answer(bytes: Self.text(["+ \(exchange.challenge)"]), next: .response)
    }

    /// Takes a line of the log-in under way.
    mutating func respond(_ line: [UInt8]) -> Answer {
        guard let exchange = login else { return Answer(next: .end) }
        return proceed(exchange, String(decoding: line, as: UTF8.self))
    }

    private mutating func proceed(_ exchange: SASLExchange, _ line: String) -> Answer {
        let command = IMAPCommand(tag: loginTag, name: "AUTHENTICATE", arguments: [])
        login = nil
        switch exchange.take(line) {
        case .more(let next):
            login = next
            return Answer(bytes: Self.text(["+ \(next.challenge)"]), next: .response)
        case .cancelled: return bad(command, "the log-in was given up")
        case .malformed: return bad(command, "that is not what this mechanism says")
        case .credentials(let name, let password): return enter(command, name, password)
        }
    }

    private mutating func enter(_ command: IMAPCommand, _ name: String, _ password: String) -> Answer {
        guard user == nil else { return bad(command, "you are logged in already") }
        guard let found = mailboxes.user(login: name, password: password) else {
            return no(command, "the name or the password is wrong", code: "AUTHENTICATIONFAILED")
        }
        user = found
        return done(command, code: "CAPABILITY \(Self.capabilities)")
    }
}
