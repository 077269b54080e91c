internal import Glibc

/// Sockets on 127.0.0.1.
enum Loopback {
    /// Listens on a free port.
    ///
    /// - Throws: `SocketProblem` when there is none.
    static func listen(buffer: Int? = nil) throws(SocketProblem) -> (socket: Int32, port: Int) {
        let socket = newSocket()
        guard socket >= 0 else { throw SocketProblem("socket") }
        if let buffer { setOption(socket, SO_RCVBUF, buffer) }
        var address = address(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && Glibc.listen(socket, 64) == 0
                    && getsockname(socket, address, &length) == 0
            }
        }
        guard isListening else {
            close(socket)
            throw SocketProblem("listen")
        }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// - Returns: A connected socket; less than 0 when nobody listens there.
    static func connect(to port: Int) -> Int32 {
        let socket = newSocket()
        var address = address(port: port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if isConnected { return socket }
        close(socket)
        return -1
    }

    private static func newSocket() -> Int32 {
        Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
