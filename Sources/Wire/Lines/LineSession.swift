internal import CCurl
internal import Glibc

/// A conversation in lines with a server, after greeting, encryption and login.
///
/// Everything here blocks: use it on a `SerialThread`, from one actor.
package final class LineSession {
    /// The words of the server's greeting.
    package let greeting: String
    /// What the server offers now, a line each.
    package let capabilities: [String]
    /// How many bytes of the latest `write` the connection has taken.
    ///
    /// With TLS a record counts when all of it was taken: the server can make nothing of a part.
    package private(set) var written = 0

    /// For watching only.
    package let socket: Int32
    private let easy: EasyHandle
    private let stride: Int
    private let writing: Duration
    private var inbound: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var isAtEnd = false

    /// One TLS record (RFC 8446 section 5.1).
    private static let record = 16_384
    private static let space = 16_384
    /// What `read` takes at once.
    private static let wideSpace = 65_536

    /// What one `read` found.
    package enum Reading {
        case bytes
        /// Nothing for now.
        case nothing
        /// The server has closed the connection.
        case end
    }

    init(_ easy: consuming EasyHandle, _ handshake: Handshake, _ settings: LineSettings) throws(WireError) {
        guard let socket = easy.socket else { throw WireError(.connectionLost, "the connection is gone") }
        greeting = handshake.greeting
        capabilities = handshake.capabilities
        stride = settings.encryption == .none ? .max : Self.record
        writing = settings.timeouts.writing
        self.socket = socket
        self.easy = easy
    }

    /// Writes all of the bytes; what the server says meanwhile is kept for `readLine`.
    ///
    /// - Throws: `timedOut` when the server takes nothing for too long, `connectionLost`; see `written`.
    package func write(_ bytes: [UInt8]) throws(WireError) {
        written = 0
        do {
            // The buffer stays where it is while we wait: OpenSSL wants a write repeated from the same place.
            try bytes.withUnsafeBytes { buffer in try push(buffer) }
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError(.connectionLost, "\(error)")
        }
    }

    private func push(_ buffer: UnsafeRawBufferPointer) throws(WireError) {
        var deadline = ContinuousClock.now + writing
        while written < buffer.count {
            let length = min(stride, buffer.count - written)
            let (code, count) = easy.send(UnsafeRawBufferPointer(rebasing: buffer[written..<(written + length)]))
            switch code {
            case CURLE_OK where count > 0:
                written += count
                deadline = ContinuousClock.now + writing
            case CURLE_OK, CURLE_AGAIN:
                // A server that waits for us to read its replies takes no more: read them.
                guard let events = wait(for: Int16(POLLOUT | POLLIN), until: deadline) else {
                    throw WireError(.timedOut, "the server takes no more")
                }
                if events & Int16(POLLIN | POLLHUP | POLLERR) != 0 {
                    try drain()
                    if isAtEnd { throw WireError(.connectionLost, "the server closed the connection") }
                }
            default:
                throw WireError(.connectionLost, String(cString: curl_easy_strerror(code)))
            }
        }
    }

    /// Waits for the next line; a bare line feed ends one too.
    ///
    /// - Parameter deadline: For the whole line: a server that drips does not gain time.
    /// - Returns: The line without its end.
    /// - Throws: `timedOut`, `connectionLost`, or `protocolViolation` for a line that is too long.
    package func readLine(until deadline: ContinuousClock.Instant) throws(WireError) -> [UInt8] {
        while true {
            if let line = try takeLine() { return line }
            guard !isAtEnd else { throw WireError(.connectionLost, "the server closed the connection") }
            if try receive() { continue }
            guard wait(for: Int16(POLLIN), until: deadline) != nil else {
                throw WireError(.timedOut, "the server does not answer")
            }
        }
    }

    /// Whether the server has said something that was not read yet, or has closed the connection.
    package func hasUnread() throws(WireError) -> Bool {
        if start == inbound.count, !isAtEnd { _ = try receive() }
        return start < inbound.count || isAtEnd
    }

    /// Reads once, without waiting; what was kept while we were writing comes first.
    ///
    /// Before a socket is watched everything has to be read: TLS holds bytes back that the socket no longer has.
    ///
    /// - Parameter take: Called with the bytes, if there are any.
    /// - Returns: What there was.
    /// - Throws: `connectionLost`.
    package func read(_ take: (UnsafeRawBufferPointer) -> Void) throws(WireError) -> Reading {
        if start < inbound.count {
            inbound.withUnsafeBytes { take(UnsafeRawBufferPointer(rebasing: $0[start...])) }
            inbound.removeAll()
            start = 0
            scanned = 0
            return .bytes
        }
        guard !isAtEnd else { return .end }
        var result: (code: CURLcode, count: Int) = (CURLE_OK, 0)
        withUnsafeTemporaryAllocation(byteCount: Self.wideSpace, alignment: 16) { space in
            result = easy.receive(space)
            if result.code == CURLE_OK, result.count > 0 {
                take(UnsafeRawBufferPointer(rebasing: space[..<result.count]))
            }
        }
        switch result.code {
        case CURLE_OK where result.count > 0: return .bytes
        case CURLE_AGAIN: return .nothing
        case CURLE_OK, CURLE_GOT_NOTHING:
            isAtEnd = true
            return .end
        default:
            isAtEnd = true
            throw WireError(.connectionLost, String(cString: curl_easy_strerror(result.code)))
        }
    }

    /// Waits on this thread until there may be something to read.
    ///
    /// - Returns: `false` when the deadline came first.
    package func isReadable(until deadline: ContinuousClock.Instant) -> Bool {
        wait(for: Int16(POLLIN), until: deadline) != nil
    }

    private func takeLine() throws(WireError) -> [UInt8]? {
        let end = inbound.withUnsafeBytes { buffer -> Int? in
            guard scanned < buffer.count, let base = buffer.baseAddress else { return nil }
            return memchr(base + scanned, 0x0A, buffer.count - scanned).map { base.distance(to: $0) }
        }
        guard (end ?? inbound.count) - start <= LineLimits.line else {
            throw WireError(.protocolViolation, "a line has more than \(LineLimits.line) bytes")
        }
        guard let end else {
            scanned = inbound.count
            return nil
        }
        let line = inbound[start..<end]
        start = end + 1
        scanned = start
        let isWhole = line.last == 0x0D
        let result = Array(isWhole ? line.dropLast() : line)
        if start == inbound.count {
            inbound.removeAll(keepingCapacity: true)
            start = 0
            scanned = 0
        }
        return result
    }

    /// Reads until there is nothing more.
    private func drain() throws(WireError) {
        while try receive() {
            guard inbound.count - start <= LineLimits.unread else {
                throw WireError(.protocolViolation, "the server said more than \(LineLimits.unread) bytes unasked")
            }
        }
    }

    /// Reads once.
    ///
    /// - Returns: `false` when nothing is there for now.
    private func receive() throws(WireError) -> Bool {
        guard !isAtEnd else { return false }
        var result: (code: CURLcode, count: Int) = (CURLE_OK, 0)
        withUnsafeTemporaryAllocation(byteCount: Self.space, alignment: 1) { space in
            result = easy.receive(space)
            if result.code == CURLE_OK { inbound.append(contentsOf: space[..<result.count]) }
        }
        switch result.code {
        case CURLE_OK:
            isAtEnd = result.count == 0
            return result.count > 0
        case CURLE_AGAIN:
            return false
        case CURLE_GOT_NOTHING:
            isAtEnd = true
            return false
        default:
            isAtEnd = true
            throw WireError(.connectionLost, String(cString: curl_easy_strerror(result.code)))
        }
    }

    /// - Returns: What happened on the socket; `nil` when the deadline came first.
    private func wait(for events: Int16, until deadline: ContinuousClock.Instant) -> Int16? {
        var entry = pollfd(fd: socket, events: events, revents: 0)
        while true {
            let milliseconds = Self.milliseconds(until: deadline)
            guard milliseconds > 0 else { return nil }
            let result = poll(&entry, 1, milliseconds)
            if result > 0 { return entry.revents }
            if result < 0, errno != EINTR { return Int16(POLLERR) }
        }
    }

    /// Rounded up, so that the last wait does not end a moment early and spin; 0 when it is over.
    static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let left = deadline - ContinuousClock.now
        guard left > .zero else { return 0 }
        let parts = left.components
        guard parts.seconds < Int64(Int32.max) / 1000 else { return .max }
        return Int32(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000 + 1)
    }
}
