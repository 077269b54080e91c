import Dispatch
import Glibc

/// Tells systemd how the service is: sd_notify(3) without its library.
struct ServiceManager: Sendable {
    private let path: String
    /// How often it wants to hear that all is well; `nil` when it does not.
    let watchdog: Duration?

    /// - Returns: `nil` when no service manager has started us.
    init?(_ environment: (String) -> String?) {
        guard let path = environment("NOTIFY_SOCKET"), path.hasPrefix("/") || path.hasPrefix("@"),
            path.utf8.count < 108
        else { return nil }
        self.path = path
        let isOurs = environment("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
        watchdog = isOurs ? environment("WATCHDOG_USEC").flatMap(Int.init).map { .microseconds($0) } : nil
    }

    func ready(_ words: String) { tell("READY=1\nSTATUS=\(words)") }

    // https://www.freedesktop.org/software/systemd/man/latest/sd_notify.html: the time lets it tell this reload from others.
    func reloading() { tell("RELOADING=1\nMONOTONIC_USEC=\(DispatchTime.now().uptimeNanoseconds / 1_000)") }
    func stopping() { tell("STOPPING=1\nSTATUS=letters on their way end") }
    func alive() { tell("WATCHDOG=1") }

    private func tell(_ state: String) {
        let handle = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard handle >= 0 else { return }
        defer { close(handle) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        // An abstract socket's name begins with a zero.
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t((MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2) + bytes.count)
        let text = Array(state.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(handle, text, text.count, Int32(MSG_NOSIGNAL), $0, length)
            }
        }
    }
}
