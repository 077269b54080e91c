internal import Glibc
internal import Synchronization

/// A way to a server on loopback that breaks after so many bytes of what one side says.
///
/// Up to there it carries bytes faithfully; then both sides lose each other at once, as when a cable is pulled.
package final class BreakingRelay: Sendable {
    package enum Side: String, Sendable, CaseIterable {
        case client
        case server
    }

    /// Where it breaks, on its first connection only.
    package struct Break: Sendable {
        package var side: Side
        /// Those of its bytes that still reach the other side.
        package var count: Int
        /// Whether the client sees a reset, which may cost it what it has not read yet.
        package var isHard: Bool

        package init(_ side: Side, after count: Int, isHard: Bool = false) {
            self.side = side
            self.count = count
            self.isHard = isHard
        }
    }

    package let port: Int
    private let listener: Int32
    private let counter = Counter()

    /// - Parameters:
    ///   - target: The server's port.
    ///   - place: Where the first connection breaks; `nil` for nowhere.
    /// - Throws: `SocketProblem` when loopback has no port left.
    package init(to target: Int, _ place: Break? = nil) throws {
        let (listener, port) = try Loopback.listen()
        self.listener = listener
        self.port = port
        let counter = counter
        try startThread {
            var place = place
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    break
                }
                let server = Loopback.connect(to: target)
                let ours = place
                place = nil
                try? startThread { Self.carry(client, server, ours, counter) }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// How many bytes a side has said through it, all connections together.
    package func count(_ side: Side) -> Int { counter.values.withLock { $0[side, default: 0] } }

    private final class Counter: Sendable {
        let values = Mutex<[Side: Int]>([:])
    }

    private static func carry(_ client: Int32, _ server: Int32, _ place: Break?, _ counter: Counter) {
        defer {
            close(client)
            close(server)
        }
        guard server >= 0 else { return }
        for socket in [client, server] { setOption(socket, TCP_NODELAY, 1, level: Int32(IPPROTO_TCP)) }
        var counts: [Side: Int] = [:]
        var open: Set<Side> = [.client, .server]
        while !open.isEmpty {
            if let place, counts[place.side, default: 0] >= place.count { return cut(client, server, place.isHard) }
            var entries = [
                pollfd(fd: open.contains(.client) ? client : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: open.contains(.server) ? server : -1, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, -1) >= 0 || errno == EINTR else { return }
            for (side, entry) in zip([Side.client, .server], entries) where entry.revents != 0 {
                let (from, to) = side == .client ? (client, server) : (server, client)
                let room = place.map { $0.side == side ? $0.count - counts[side, default: 0] : .max } ?? .max
                // Counted before the other side can know of it.
                let count = move(from, to, atMost: room) { count in
                    counter.values.withLock { $0[side, default: 0] += count }
                }
                if count > 0 {
                    counts[side, default: 0] += count
                } else {
                    open.remove(side)
                    shutdown(to, Int32(SHUT_WR))
                }
                if let place, counts[place.side, default: 0] >= place.count { break }
            }
        }
    }

    /// - Returns: How many bytes went; 0 at the end.
    private static func move(
        _ from: Int32, _ to: Int32, atMost room: Int, _ heard: (Int) -> Void
    ) -> Int {
        withUnsafeTemporaryAllocation(byteCount: min(65_536, max(1, room)), alignment: 1) { space in
            let count = recv(from, space.baseAddress, space.count, 0)
            guard count > 0 else { return 0 }
            heard(count)
            var start = 0
            while start < count {
                let sent = send(to, space.baseAddress?.advanced(by: start), count - start, Int32(MSG_NOSIGNAL))
                guard sent > 0 else { return 0 }
                start += sent
            }
            return count
        }
    }

    /// Ends it for both; the server still reads what was carried, and the client what was, unless it is cut hard.
    private static func cut(_ client: Int32, _ server: Int32, _ isHard: Bool) {
        shutdown(server, Int32(SHUT_RDWR))
        if isHard {
            var linger = linger(l_onoff: 1, l_linger: 0)
            setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
        } else {
            shutdown(client, Int32(SHUT_WR))
            withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { space in
                while recv(client, space.baseAddress, space.count, 0) > 0 {}
            }
        }
    }
}
