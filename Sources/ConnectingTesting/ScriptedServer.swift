internal import Glibc
internal import Synchronization

/// An SMTP server on loopback that does as it is told, and remembers what it was sent.
///
/// It takes letters as a real one does: the letter is kept when its final dot is there, before the reply to it is written.
package final class ScriptedServer: Sendable {
    /// A letter that the server has taken.
    package struct Delivery: Sendable, Equatable {
        package var sender: String
        package var recipients: [String]
        /// Without the doubled dots and the final one.
        package var bytes: [UInt8]

        package init(sender: String, recipients: [String], bytes: [UInt8]) {
            self.sender = sender
            self.recipients = recipients
            self.bytes = bytes
        }

        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// What has happened so far.
    package struct Record: Sendable {
        package var deliveries: [Delivery] = []
        /// Every command as it came, those of all connections in one list.
        package var commands: [String] = []
        package var connections = 0
        /// How many bytes the server has said.
        package var bytesSaid = 0
    }

    package let port: Int
    private let listener: Int32
    private let state = ServerState()

    /// - Throws: `SocketProblem` when loopback has no port left.
    package init(_ script: Script = Script()) throws {
        (listener, port) = try Loopback.listen(buffer: script.buffer)
        let socket = listener
        let state = state
        try startThread {
            var number = 0
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0 else {
                    if errno == EINTR || errno == ECONNABORTED { continue }
                    break
                }
                let isFaulty = number < script.faultyConnections
                number += 1
                state.record.withLock { $0.connections += 1 }
                try? startThread { ScriptedConversation(connection, script, isFaulty: isFaulty, state).run() }
            }
            close(socket)
        }
    }

    deinit {
        // Wakes the thread that waits for connections; it closes the socket.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    package var record: Record { state.record.withLock { $0 } }
    package var deliveries: [Delivery] { record.deliveries }
    package var commands: [String] { record.commands }
}

/// What the server's threads share.
final class ServerState: Sendable {
    let record = Mutex(ScriptedServer.Record())
    /// How often each rule was used.
    let uses = Mutex<[Int: Int]>([:])
}

/// Why a test's server could not start.
package struct SocketProblem: Error {
    package let text: String

    init(_ call: String) {
        text = "\(call): \(String(cString: strerror(errno)))"
    }
}

func setOption(_ socket: Int32, _ option: Int32, _ value: Int, level: Int32 = SOL_SOCKET) {
    var value = Int32(value)
    setsockopt(socket, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
}

/// Runs the body on a thread of its own.
func startThread(_ body: @escaping @Sendable () -> Void) throws {
    final class Box: Sendable {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let context = Unmanaged.passRetained(Box(body))
    let result = pthread_create(
        &thread, nil,
        { context in
            if let context { Unmanaged<Box>.fromOpaque(context).takeRetainedValue().body() }
            return nil
        }, context.toOpaque())
    guard result == 0 else {
        context.release()
        throw SocketProblem("pthread_create")
    }
    pthread_detach(thread)
}
