import Glibc
import Synchronization

/// An HTTP server on loopback that answers with the bytes it is told, right or wrong, and remembers what it was asked.
final class HTTPStub: Sendable {
    /// What it says to a request.
    struct Answer: Sendable {
        var bytes: [UInt8]
        var closes = false

        init(_ text: String, closes: Bool = false) {
            bytes = Array(text.utf8)
            self.closes = closes
        }

        /// A whole answer; headers are lines with their ends.
        static func ok(_ body: String, status: String = "200 OK", headers: String = "") -> Self {
            Self("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)")
        }

        static let silence = Self("", closes: true)
    }

    private final class Shared: Sendable {
        let requests = Mutex<[String]>([])
        let connections = Atomic<Int>(0)
        let answer: @Sendable (Int, String) -> Answer

        init(_ answer: @escaping @Sendable (Int, String) -> Answer) {
            self.answer = answer
        }
    }

    struct NoSocket: Error {}

    let port: Int
    private let listener: Int32
    private let shared: Shared

    var url: String { "http://127.0.0.1:\(port)/token" }
    var requests: [String] { shared.requests.withLock { $0 } }
    var connections: Int { shared.connections.load(ordering: .sequentiallyConsistent) }

    /// Says to the request of a number, counted from 0, what is told for its text.
    init(_ answer: @escaping @Sendable (Int, String) -> Answer) throws {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && listen(socket, 64) == 0
                    && getsockname(socket, address, &length) == 0
            }
        }
        guard isListening else { throw NoSocket() }
        listener = socket
        port = Int(UInt16(bigEndian: address.sin_port))
        shared = Shared(answer)
        let shared = shared
        onThread {
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else { break }
                shared.connections.add(1, ordering: .sequentiallyConsistent)
                onThread { Self.serve(connection, shared) }
            }
            close(socket)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ connection: Int32, _ shared: Shared) {
        defer { close(connection) }
        while let request = request(connection) {
            let number = shared.requests.withLock { requests in
                requests.append(request)
                return requests.count - 1
            }
            let answer = shared.answer(number, request)
            var start = 0
            while start < answer.bytes.count {
                let count = answer.bytes[start...].withUnsafeBytes {
                    send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return }
                start += count
            }
            if answer.closes { return }
        }
    }

    /// Head and body; `nil` at the end.
    private static func request(_ connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let head = text[..<end.lowerBound].lowercased()
                let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
                    .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
                if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
            }
            let count = recv(connection, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            bytes += chunk[..<count]
        }
    }
}

/// Runs the body on a thread of its own.
private func onThread(_ body: @escaping @Sendable () -> Void) {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }, Unmanaged.passRetained(Box(body)).toOpaque())
    pthread_detach(thread)
}
