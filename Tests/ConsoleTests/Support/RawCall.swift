import Dispatch
import Glibc

/// A connection whose every byte the test says and hears: for clients that behave badly.
///
/// Its calls block; they run on threads of their own.
struct RawCall: Sendable {
    private let handle: Int32
    private static let queue = DispatchQueue(label: "raw-calls", attributes: .concurrent)

    static func open(_ port: Int) async throws -> RawCall {
        let handle = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            Glibc.close(handle)
            throw Served.Failure(description: "no connection: \(String(cString: strerror(errno)))")
        }
        return RawCall(handle: handle)
    }

    /// - Returns: Whether all of it could be said.
    @discardableResult
    func say(_ text: String) async -> Bool {
        let bytes = Array(text.utf8)
        return await Self.blocking {
            var start = 0
            while start < bytes.count {
                let count = bytes[start...].withUnsafeBytes {
                    Glibc.send(handle, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                start += count
            }
            return true
        }
    }

    /// What comes until the other side hangs up, or until `end` has come; at most for five minutes.
    func hear(until end: String? = nil) async -> String {
        await Self.blocking {
            var patience = timeval(tv_sec: 300, tv_usec: 0)
            setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            var heard: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(handle, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                heard += buffer[..<count]
                if let end, String(decoding: heard, as: UTF8.self).contains(end) { break }
            }
            return String(decoding: heard, as: UTF8.self)
        }
    }

    func close() { Glibc.close(handle) }

    private static func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in queue.async { continuation.resume(returning: body()) } }
    }
}
