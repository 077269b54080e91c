internal import Glibc

/// A lock on a file between processes; it goes with this value, or with its process.
final class FileLock {
    private let file: Int32

    /// Milliseconds between two tries.
    private static let pause: useconds_t = 20

    /// - Returns: `nil` when the file can't be made; `errno` says why.
    init?(_ path: String) {
        file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        if file < 0 { return nil }
    }

    /// - Returns: Whether the lock is ours now.
    func wait(seconds: Int64) -> Bool {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while flock(file, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else { return false }
            usleep(Self.pause * 1000)
        }
        return true
    }

    deinit { close(file) }
}
