import Glibc
import Peers

/// A disk with little room, in memory.
struct SmallDisk: Sendable {
    let path: String

    /// - Returns: `nil` where nobody may mount one.
    static func make(megabytes: Int) async throws -> SmallDisk? {
        let folder = try ScratchFolder()
        let options = ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", folder.path]
        guard try await Tool.outcome("mount", options).succeeded else {
            folder.remove()
            return nil
        }
        return SmallDisk(path: folder.path)
    }

    /// Takes up room, with a file that can be removed again.
    func fill(megabytes: Int) throws -> String {
        let ballast = "\(path)/ballast"
        let file = open(ballast, O_WRONLY | O_CREAT, 0o600)
        guard file >= 0, posix_fallocate(file, 0, off_t(megabytes) << 20) == 0 else { throw Wrong("no ballast") }
        close(file)
        return ballast
    }

    func makeReadOnly() async throws { try await Tool.require("mount", ["-o", "remount,ro", path]) }

    func remove() {
        umount2(path, CInt(MNT_DETACH))
        rmdir(path)
    }
}
