internal import Attributes
internal import Glibc
internal import Synchronization

/// The folder beside the database where each owner has a lock, which the kernel lets go when it dies, and its wire marks.
struct OwnerFiles: Sendable {
    let path: String

    func lock(of token: String) -> String { "\(path)/\(token).lock" }
    func marks(of token: String) -> String { "\(path)/\(token).marks" }

    /// Takes the lock of a new owner.
    func take(_ token: String) throws(SpoolProblem) -> OwnerLock {
        try Folder.make(path, mode: 0o700)
        let place = lock(of: token)
        for _ in 0..<100 {
            let file = open(place, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard file >= 0 else { throw .file(place, errno, "made") }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                let failure = errno
                close(file)
                throw .file(place, failure, "locked")
            }
            var own = stat()
            var named = stat()
            // Who cleans up may have taken it for a leftover before it was locked.
            if fstat(file, &own) == 0, lstat(place, &named) == 0, own.st_ino == named.st_ino { return OwnerLock(file) }
            close(file)
        }
        throw .file(place, EAGAIN, "locked")
    }

    /// Takes the lock of an owner that has died.
    ///
    /// - Returns: `nil` when it is alive, or somebody else sees to it.
    func takeOver(_ token: String) -> OwnerLock? {
        let file = open(lock(of: token), O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else { return errno == ENOENT ? OwnerLock(-1) : nil }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            return nil
        }
        return OwnerLock(file)
    }

    /// Whether an owner whose files are here has died.
    func isFree(_ token: String) -> Bool {
        guard let lock = takeOver(token) else { return false }
        lock.letGo()
        return true
    }

    /// Removes an owner's files; its lock is held by the caller.
    func remove(_ token: String) {
        unlink(marks(of: token))
        unlink(lock(of: token))
    }

    /// Tokens of owners that have files.
    func tokens() -> Set<String> {
        Set(
            Folder.names(in: path).compactMap { name in
                name.split(separator: ".").first.map(String.init).flatMap { UUIDv7($0) }?.description
            })
    }
}

/// A held lock; it goes with this value, or with its process.
final class OwnerLock: Sendable {
    private let descriptor: Mutex<Int32>

    init(_ descriptor: Int32) {
        self.descriptor = Mutex(descriptor)
    }

    func letGo() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 {
                // A child that is just being made has a copy of it until it runs its program: closing alone would leave the lock held.
                flock(descriptor, LOCK_UN)
                close(descriptor)
            }
            descriptor = -1
        }
    }

    deinit { letGo() }
}
