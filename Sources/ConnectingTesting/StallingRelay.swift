internal import Glibc
internal import Synchronization

/// A way to a server on loopback that can fall silent: nothing comes through any more, and nobody is told.
///
/// So a connection looks when a router on the way has forgotten it, or a machine has lost its power.
package final class StallingRelay: Sendable {
    package let port: Int
    private let listener: Int32
    private let switchboard = Switchboard()

    private final class Switchboard: Sendable {
        let isStalled = Atomic<Bool>(false)
    }

    /// - Parameter target: The server's port.
    /// - Throws: `SocketProblem` when loopback has no port left.
    package init(to target: Int) throws {
        let (listener, port) = try Loopback.listen()
        self.listener = listener
        self.port = port
        let switchboard = switchboard
        try startThread {
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    break
                }
                let server = Loopback.connect(to: target)
                try? startThread { Self.carry(client, server, switchboard) }
            }
            close(listener)
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// From now on nothing comes through.
    package func stall() { switchboard.isStalled.store(true, ordering: .sequentiallyConsistent) }

    private static func carry(_ client: Int32, _ server: Int32, _ switchboard: Switchboard) {
        defer {
            close(client)
            close(server)
        }
        guard server >= 0 else { return }
        while true {
            // What is stalled stays open until the client has gone.
            let isStalled = switchboard.isStalled.load(ordering: .sequentiallyConsistent)
            var entries = [
                pollfd(fd: client, events: isStalled ? 0 : Int16(POLLIN), revents: 0),
                pollfd(fd: server, events: isStalled ? 0 : Int16(POLLIN), revents: 0),
            ]
            guard poll(&entries, 2, 50) >= 0 || errno == EINTR else { return }
            if isStalled {
                if entries[0].revents & Int16(POLLHUP | POLLERR) != 0 { return }
                // With nothing but its end to wait for, a client that has closed its side is only seen by looking.
                var byte: UInt8 = 0
                if recv(client, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) == 0 { return }
                continue
            }
            for (from, to, entry) in [(client, server, entries[0]), (server, client, entries[1])]
            where entry.revents != 0 {
                guard !switchboard.isStalled.load(ordering: .sequentiallyConsistent) else { break }
                guard move(from, to) else { return }
            }
        }
    }

    private static func move(_ from: Int32, _ to: Int32) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { space in
            let count = recv(from, space.baseAddress, space.count, 0)
            guard count > 0 else { return false }
            var start = 0
            while start < count {
                let sent = send(to, space.baseAddress?.advanced(by: start), count - start, Int32(MSG_NOSIGNAL))
                guard sent > 0 else { return false }
                start += sent
            }
            return true
        }
    }
}
