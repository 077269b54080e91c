import Glibc
import Peers
import Testing

@Suite struct SystemdTests {
    @Test func `the service manager hears of the beginning, reloads, life and the end`() async throws {
        let folder = try Guardian.newFolder()
        let guardian = try Guardian(of: folder)
        let socket = try NotifySocket("\(folder)/notify")
        let served = try await Served.start(
            variables: ["NOTIFY_SOCKET": "\(folder)/notify", "WATCHDOG_USEC": "3000000"])
        try await served.until("READY") { socket.heard.contains { $0.hasPrefix("READY=1\nSTATUS=listening on ") } }
        try await served.until("WATCHDOG") { socket.heard.contains("WATCHDOG=1") }
        served.send(SIGHUP)
        try await served.until("RELOADING") {
            socket.heard.contains { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") }
        }
        try await served.until("READY again") { socket.heard.count { $0.hasPrefix("READY=1") } == 2 }
        served.send(SIGTERM)
        #expect(try await served.ended() == 0)
        #expect(socket.heard.contains { $0.hasPrefix("STOPPING=1") })
        await served.stop()
        await guardian.stop()
    }

    @Test func `systemd finds no fault with the unit`() async throws {
        let unit = "\(Python.packageFolder)/packaging/router.service"
        let folder = try Guardian.newFolder()
        let guardian = try Guardian(of: folder)
        // The program that it starts must be there.
        let text = Files.read(unit).replacing("/usr/bin/router", with: Router.path)
        try #require(text.contains("ExecStart=\(Router.path) serve"))
        try Files.write(text, to: "\(folder)/router.service")
        let outcome = try await Tool.outcome(
            "systemd-analyze", ["verify", "--man=no", "--recursive-errors=no", "\(folder)/router.service"])
        #expect(outcome.succeeded && outcome.errors.isEmpty, "\(outcome.errors)")
        await guardian.stop()
    }
}

/// What a service manager listens on.
final class NotifySocket: Sendable {
    private let handle: Int32

    init(_ path: String) throws {
        handle = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard bound == 0 else { throw Served.Failure(description: "no socket at \(path)") }
    }

    deinit { close(handle) }

    private let kept = Kept()

    /// All that was said so far.
    var heard: [String] {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while case let count = recv(handle, &buffer, buffer.count, 0), count > 0 {
            kept.add(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return kept.all
    }
}
