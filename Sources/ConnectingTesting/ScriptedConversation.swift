internal import Glibc
internal import Synchronization

/// One connection to a scripted server, from greeting to end.
struct ScriptedConversation: ~Copyable {
    private let socket: Int32
    private let script: Script
    private let fault: Script.Fault?
    private let state: ServerState
    private var inbound: [UInt8] = []
    private var start = 0
    private var said = 0
    private var isOver = false

    private var sender: String?
    private var recipients: [String] = []

    init(_ socket: Int32, _ script: Script, isFaulty: Bool, _ state: ServerState) {
        self.socket = socket
        self.script = script
        self.state = state
        fault = isFaulty ? script.fault : nil
        setOption(socket, TCP_NODELAY, 1, level: Int32(IPPROTO_TCP))
        if let buffer = script.buffer {
            setOption(socket, SO_SNDBUF, buffer)
            setOption(socket, SO_RCVBUF, buffer)
        }
    }

    deinit {
        close(socket)
    }

    consuming func run() {
        if let rule = rule("CONNECT") { say(rule) } else { say(script.greeting) }
        while !isOver, let line = readLine() {
            let command = String(decoding: line, as: UTF8.self)
            state.record.withLock { $0.commands.append(command) }
            guard !befalls(command) else { break }
            answer(command)
        }
    }

    private mutating func answer(_ command: String) {
        let verb = command.uppercased().prefix { $0 != " " && $0 != ":" }
        let reply = rule(command)
        // A command that was refused has no effect.
        let isTaken = reply == nil || reply?.hasPrefix("2") == true || reply?.hasPrefix("3") == true
        switch verb {
        case "EHLO":
            say(
                reply
                    ?? (["250-scripted.test"] + script.capabilities.map { "250-\($0)" }).withLastLine().joined(
                        separator: "\n"))
        case "MAIL" where sender != nil && isTaken: say("503 5.5.1 nested MAIL command")
        case "MAIL":
            if isTaken { sender = Self.address(command) }
            say(reply ?? "250 2.1.0 Ok")
        case "RCPT" where sender == nil && isTaken: say("503 5.5.1 need MAIL command")
        case "RCPT":
            if isTaken { recipients.append(Self.address(command)) }
            say(reply ?? "250 2.1.5 Ok")
        case "DATA" where recipients.isEmpty && reply == nil: say("554 5.5.1 no valid recipients")
        case "DATA":
            say(reply ?? "354 go ahead")
            if isTaken, !isOver { takeLetter() }
        case "RSET":
            (sender, recipients) = (nil, [])
            say(reply ?? "250 2.0.0 Ok")
        case "AUTH": say(reply ?? "235 2.7.0 welcome")
        case "QUIT":
            say(reply ?? "221 2.0.0 bye")
            isOver = true
        default: say(reply ?? "250 2.0.0 Ok")
        }
    }

    private mutating func takeLetter() {
        var bytes: [UInt8] = []
        var pending = script.onLetterBytes
        while let line = readLine(keepsEnd: true) {
            if line == [0x2E, 0x0D, 0x0A] {
                guard !befalls(".") else { return }
                let reply = rule(".")
                if reply == nil || reply?.hasPrefix("2") == true {
                    let delivery = ScriptedServer.Delivery(sender: sender ?? "", recipients: recipients, bytes: bytes)
                    state.record.withLock { $0.deliveries.append(delivery) }
                }
                (sender, recipients) = (nil, [])
                return say(reply ?? "250 2.0.0 Ok: queued")
            }
            bytes += line.first == 0x2E ? line.dropFirst() : line[...]
            if let (count, act) = pending, bytes.count >= count {
                act()
                pending = nil
            }
            if case .resets(let limit) = fault, bytes.count >= limit { return reset() }
        }
        isOver = true
    }

    /// Whether the conversation's end has come with this command.
    private mutating func befalls(_ command: String) -> Bool {
        switch fault {
        case .closesAt(let prefix) where command.hasPrefix(prefix): hangUp()
        case .hangsAt(let prefix) where command.hasPrefix(prefix): drain()
        default: return false
        }
        return true
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

    private mutating func say(_ reply: String) {
        guard !isOver else { return }
        let end = script.manner == .bareLineFeeds ? "\n" : "\r\n"
        var bytes = Array((reply.split(separator: "\n").joined(separator: end) + end).utf8)
        var isLast = false
        if case .closes(let limit) = fault, said + bytes.count >= limit {
            bytes = Array(bytes.prefix(limit - said))
            isLast = true
        }
        said += bytes.count
        let count = bytes.count
        state.record.withLock { $0.bytesSaid += count }
        if script.manner == .bytewise {
            for byte in bytes { put([byte]) }
        } else {
            put(bytes)
        }
        if isLast { hangUp() }
    }

    private mutating func put(_ bytes: [UInt8]) {
        let problem = bytes.withUnsafeBytes { buffer in
            var place = 0
            while place < buffer.count {
                let count = send(
                    socket, buffer.baseAddress?.advanced(by: place), buffer.count - place, Int32(MSG_NOSIGNAL))
                if count > 0 { place += count } else if errno != EINTR { return true }
            }
            return false
        }
        if problem { isOver = true }
    }

    /// Ends what the server says in an orderly way, and reads on until the client has gone: no packet is lost, so the client always sees
    /// all that was said.
    private mutating func hangUp() {
        shutdown(socket, Int32(SHUT_WR))
        drain()
    }

    /// Reads until the client has gone.
    private mutating func drain() {
        isOver = true
        while receive() { inbound.removeAll(keepingCapacity: true) }
    }

    private mutating func reset() {
        isOver = true
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
    }

    private mutating func readLine(keepsEnd: Bool = false) -> [UInt8]? {
        var scanned = start
        while true {
            let end = inbound.withUnsafeBytes { buffer -> Int? in
                guard scanned < buffer.count, let base = buffer.baseAddress else { return nil }
                return memchr(base + scanned, 0x0A, buffer.count - scanned).map { base.distance(to: $0) }
            }
            if let end {
                var line = inbound[start...end]
                start = end + 1
                if start == inbound.count {
                    inbound.removeAll(keepingCapacity: true)
                    start = 0
                }
                if !keepsEnd { line = line.prefix { $0 != 0x0A && $0 != 0x0D } }
                return Array(line)
            }
            scanned = inbound.count
            guard receive() else { return nil }
        }
    }

    private mutating func receive() -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { space in
            while true {
                let count = recv(socket, space.baseAddress, space.count, 0)
                if count > 0 { inbound.append(contentsOf: space[..<count]) }
                if count < 0, errno == EINTR { continue }
                return count > 0
            }
        }
    }

    private static func address(_ command: String) -> String {
        String(command.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" })
    }
}

extension [String] {
    /// The last line of a reply has a space behind its code.
    fileprivate func withLastLine() -> [String] {
        guard let last else { return self }
        return dropLast() + [String(last.prefix(3)) + " " + last.dropFirst(4)]
    }
}
