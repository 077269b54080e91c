import Glibc
import Synchronization

/// Ports on 127.0.0.1: finding free ones, and asking who answers.
enum Loopback {
    /// Ports below those that the system gives to connections by itself: a busy test opens thousands of these, and each may be one that a
    /// server is about to take.
    private static let range = 15_000..<32_768
    /// What was given out in this process: two servers that start at once must not get the same.
    private static let given = Mutex<Set<Int>>([])

    /// Finds free ports by binding them all at once, and lets them go again.
    ///
    /// Somebody else may take one before the server does: whoever starts a server tries again with new ones then.
    static func freePorts(_ count: Int) throws(PeerFailure) -> [Int] {
        var sockets: [CInt] = []
        defer { for socket in sockets { close(socket) } }
        var ports: [Int] = []
        for _ in 0..<(range.count / 2) where ports.count < count {
            let port = Int.random(in: range)
            guard given.withLock({ $0.insert(port).inserted }) else { continue }
            let descriptor = newSocket()
            guard descriptor >= 0 else { break }
            sockets.append(descriptor)
            var address = Self.address(port: port)
            let isFree = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isFree { ports.append(port) }
        }
        guard ports.count == count else {
            throw PeerFailure("no free port on 127.0.0.1", said: String(cString: strerror(errno)))
        }
        return ports
    }

    /// Waits until the server on `port` greets with a line that has `token` in it.
    ///
    /// The token tells our server from another that may have taken the port meanwhile.
    ///
    /// - Returns: Whether it did before it ended.
    /// - Throws: ``PeerFailure`` if it neither greeted nor ended within 300 seconds.
    static func greets(on port: Int, with token: String, guardian: Guardian) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(300))
        while ContinuousClock.now < deadline {
            if greeting(on: port).contains(token) { return true }
            if guardian.serverHasEnded { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw PeerFailure("nobody greets with \(token) on port \(port) after 300 seconds", said: guardian.output)
    }

    /// Waits until anything answers on `port`; a server that greets is better asked by ``greets(on:with:guardian:)``.
    ///
    /// - Returns: Whether something did before our server ended.
    static func answers(on port: Int, guardian: Guardian) async throws -> Bool {
        let deadline = ContinuousClock.now.advanced(by: .seconds(300))
        while ContinuousClock.now < deadline {
            if guardian.serverHasEnded { return false }
            if connected(to: port, { _ in true }) == true { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw PeerFailure("nobody answers on port \(port) after 300 seconds", said: guardian.output)
    }

    /// The first bytes that a server says when it is called; empty when nobody listens or it is silent for long.
    private static func greeting(on port: Int) -> String {
        connected(to: port) { descriptor in
            var patience = timeval(tv_sec: 0, tv_usec: 500_000)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var bytes = [UInt8](repeating: 0, count: 512)
            let count = recv(descriptor, &bytes, bytes.count, 0)
            return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        } ?? ""
    }

    private static func connected<Result>(to port: Int, _ body: (CInt) -> Result) -> Result? {
        let descriptor = newSocket()
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = Self.address(port: port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        return connected ? body(descriptor) : nil
    }

    private static func newSocket() -> CInt {
        socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
