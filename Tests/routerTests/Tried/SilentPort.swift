import Glibc

/// A port of 127.0.0.3 that answers nothing: it listens, its queue is full, and nobody takes a call.
final class SilentPort: Sendable {
    private let listener: Int32
    private let callers: [Int32]
    /// Whether the next caller is left waiting.
    let isFull: Bool

    struct Impossible: Error {
        let code = errno
    }

    init(on port: Int) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0003).bigEndian
        func with<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
            withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let listener = socket(AF_INET, kind, 0)
        guard with({ bind(listener, $0, $1) }) == 0, listen(listener, 0) == 0 else {
            close(listener)
            throw Impossible()
        }
        var callers: [Int32] = []
        var isFull = false
        for _ in 0..<8 {
            let caller = socket(AF_INET, kind | Int32(SOCK_NONBLOCK.rawValue), 0)
            callers.append(caller)
            _ = with { connect(caller, $0, $1) }
            var entry = pollfd(fd: caller, events: Int16(POLLOUT), revents: 0)
            // On loopback a call is taken at once, or not at all.
            isFull = poll(&entry, 1, 300) == 0
            if isFull { break }
        }
        self.listener = listener
        self.callers = callers
        self.isFull = isFull
    }

    deinit {
        for handle in callers + [listener] { close(handle) }
    }
}
