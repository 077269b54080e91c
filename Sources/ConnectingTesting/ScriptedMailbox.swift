internal import Glibc
internal import Synchronization

/// An IMAP server on loopback with one folder, that does as it is told, and remembers what it was sent.
package final class ScriptedMailbox: Sendable {
    package let port: Int
    private let listener: Int32
    private let state: State

    final class State: Sendable {
        let commands = Mutex<[String]>([])
        let uses = Mutex<[Int: Int]>([:])
        /// What is to be said unasked.
        let unasked = Mutex<[String]>([])
        /// What the server may still say before it breaks; `nil` when it does not, or has.
        let leftToSay: Mutex<Int?>

        init(_ fault: MailboxScript.Fault?) {
            var left: Int?
            if case .breaksAfter(let bytes) = fault { left = bytes }
            leftToSay = Mutex(left)
        }
    }

    /// - Throws: `SocketProblem` when loopback has no port left.
    package init(_ script: MailboxScript = MailboxScript()) throws {
        (listener, port) = try Loopback.listen()
        let socket = listener
        let state = State(script.fault)
        self.state = state
        try startThread {
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    break
                }
                try? startThread { MailboxConversation(connection, script, state).run() }
            }
            close(socket)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// Every command as it came, without its tag.
    package var commands: [String] { state.commands.withLock { $0 } }

    /// Whether the connection that was to break has broken.
    package var hasBroken: Bool { state.leftToSay.withLock { $0 == nil } }

    /// Has a line said to whoever idles.
    package func say(_ line: String) { state.unasked.withLock { $0.append(line) } }
}

/// One connection to a scripted mailbox.
private struct MailboxConversation: ~Copyable {
    private let socket: Int32
    private let script: MailboxScript
    private let state: ScriptedMailbox.State
    private var inbound: [UInt8] = []
    private var isLoggedIn = false
    private var isOver = false

    init(_ socket: Int32, _ script: MailboxScript, _ state: ScriptedMailbox.State) {
        self.socket = socket
        self.script = script
        self.state = state
        setOption(socket, TCP_NODELAY, 1, level: Int32(IPPROTO_TCP))
    }

    deinit {
        close(socket)
    }

    consuming func run() {
        say(script.greeting)
        while !isOver, let line = readLine() {
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            guard words.count == 2 else { continue }
            state.commands.withLock { $0.append(words[1]) }
            switch script.fault {
            case .closesAt(let prefix) where words[1].hasPrefix(prefix): return
            case .hangsAt(let prefix) where words[1].hasPrefix(prefix):
                while readLine() != nil {}
                return
            default: answer(words[0], words[1])
            }
        }
    }

    private mutating func answer(_ tag: String, _ command: String) {
        if let reply = rule(command) {
            return say(reply.replacing("TAG", with: tag))
        }
        let words = command.split(separator: " ").map(String.init)
        let uids = script.letters.keys.sorted()
        switch words[0] {
        case "CAPABILITY":
            let offered = isLoggedIn ? script.laterCapabilities ?? script.capabilities : script.capabilities
            say("* CAPABILITY \(offered.joined(separator: " "))\n\(tag) OK done")
        case "AUTHENTICATE", "LOGIN":
            // Without an initial response the client waits to be asked for it.
            if words.count == 2 {
                say("+ ")
                guard readLine() != nil else { return }
            }
            isLoggedIn = true
            say("\(tag) OK welcome")
        case "LIST":
            let line =
                switch words.dropFirst(2).first {
                case "\"\"": "* LIST (\\Noselect) \"/\" \"\"\n"
                case "\"INBOX\"", "\"*\"": "* LIST () \"/\" \"INBOX\"\n"
                default: ""
                }
            say("\(line)\(tag) OK done")
        case "SELECT", "EXAMINE":
            let opening =
                script.opening ?? [
                    "* \(uids.count) EXISTS", "* OK [UIDVALIDITY 7] valid",
                    "* OK [UIDNEXT \((uids.last ?? 0) + 1)] next",
                ]
            say((opening + ["\(tag) OK [READ-WRITE] open"]).joined(separator: "\n"))
        case "UID" where words.count > 2 && words[1] == "SEARCH":
            let range = words.first { $0.first?.isNumber ?? false } ?? "1:*"
            let found = uids.filter { Self.contains(range, $0, last: uids.last ?? 0) }
            say("* SEARCH\(found.map { " \($0)" }.joined())\n\(tag) OK found")
        case "UID" where words.count > 3 && words[1] == "FETCH": fetch(tag, words[2], command, uids)
        case "IDLE": idle(tag)
        case "LOGOUT":
            say("* BYE bye\n\(tag) OK bye")
            isOver = true
        default: say("\(tag) OK done")
        }
    }

    private mutating func fetch(_ tag: String, _ set: String, _ command: String, _ uids: [Int]) {
        var lines = ""
        for (number, uid) in uids.enumerated() where Self.contains(set, uid, last: uids.last ?? 0) {
            let text = script.letters[uid] ?? ""
            if command.contains("BODY.PEEK[]<"), let part = command.split(separator: "<").last {
                let numbers = part.split { !$0.isNumber }.compactMap { Int($0) }
                let bytes = Array(text.utf8).dropFirst(numbers[0]).prefix(numbers[1])
                lines += "* \(number + 1) FETCH (UID \(uid) BODY[]<\(numbers[0])> {\(bytes.count)}\r\n"
                lines += String(decoding: bytes, as: UTF8.self) + ")\r\n"
            } else if command.contains("BODY.PEEK[]") {
                lines += "* \(number + 1) FETCH (UID \(uid) BODY[] {\(text.utf8.count)}\r\n\(text))\r\n"
            } else {
                lines += "* \(number + 1) FETCH (UID \(uid) RFC822.SIZE \(text.utf8.count))\r\n"
            }
        }
        put(Array("\(lines)\(tag) OK fetched\r\n".utf8))
    }

    private mutating func idle(_ tag: String) {
        say("+ idling")
        while !isOver {
            for line in state.unasked.withLock({ lines in
                defer { lines = [] }
                return lines
            }) { say(line) }
            var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 10) > 0 || !inbound.isEmpty else { continue }
            guard let line = readLine() else { return }
            state.commands.withLock { $0.append(line) }
            return say("\(tag) OK idled")
        }
    }

    private static func contains(_ set: String, _ uid: Int, last: Int) -> Bool {
        set.split(separator: ",").contains { part in
            let ends = part.split(separator: ":").map { $0 == "*" ? last : Int($0) ?? 0 }
            guard let first = ends.first, let end = ends.last else { return false }
            return (min(first, end)...max(first, end)).contains(uid)
        }
    }

    private func rule(_ command: String) -> String? {
        for (index, rule) in script.rules.enumerated() where command.hasPrefix(rule.prefix) {
            let count = state.uses.withLock { uses in
                uses[index, default: 0] += 1
                return uses[index, default: 0]
            }
            if count <= rule.times { return rule.reply }
        }
        return nil
    }

    private mutating func say(_ text: String) {
        put(Array(text.split(separator: "\n").map { $0 + "\r\n" }.joined().utf8))
    }

    private mutating func put(_ bytes: [UInt8]) {
        guard !isOver else { return }
        let count = state.leftToSay.withLock { left -> Int? in
            guard let before = left else { return nil }
            left = bytes.count < before ? before - bytes.count : nil
            return bytes.count < before ? nil : before
        }
        guard let count else { return send(bytes) }
        send(Array(bytes[..<count]))
        isOver = true
    }

    private mutating func send(_ bytes: [UInt8]) {
        for piece in script.isBytewise ? bytes.map({ [$0] }) : [bytes] {
            let isGone = piece.withUnsafeBytes { buffer in
                var place = 0
                while place < buffer.count {
                    let count = Glibc.send(
                        socket, buffer.baseAddress?.advanced(by: place), buffer.count - place, Int32(MSG_NOSIGNAL))
                    if count > 0 { place += count } else if errno != EINTR { return true }
                }
                return false
            }
            if isGone { isOver = true }
        }
    }

    private mutating func readLine() -> String? {
        while true {
            if let end = inbound.firstIndex(of: 0x0A) {
                let line = inbound[..<end].filter { $0 != 0x0D }
                inbound.removeSubrange(...end)
                return String(decoding: line, as: UTF8.self)
            }
            var space = [UInt8](repeating: 0, count: 4096)
            let count = recv(socket, &space, space.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return nil }
            inbound += space[..<count]
        }
    }
}
