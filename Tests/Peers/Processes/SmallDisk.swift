internal import Glibc

/// A disk with little room, in memory.
package struct SmallDisk: Sendable {
    package let path: String

    /// - Returns: `nil` where nobody may mount one.
    package static func make(megabytes: Int) async throws -> SmallDisk? {
        let folder = try Guardian.newFolder()
        let options = ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0700", "tmpfs", folder]
        guard try await Tool.outcome("mount", options).succeeded else {
            rmdir(folder)
            return nil
        }
        return SmallDisk(path: folder)
    }

    /// Takes up room, with a file that can be removed again.
    package func fill(megabytes: Int) throws -> String {
        let ballast = "\(path)/ballast"
        let file = open(ballast, O_WRONLY | O_CREAT, 0o600)
        defer { if file >= 0 { close(file) } }
        guard file >= 0, posix_fallocate(file, 0, off_t(megabytes) << 20) == 0 else {
            throw PeerFailure("\(ballast) can't take \(megabytes) MB")
        }
        return ballast
    }

    package func makeReadOnly() async throws { try await Tool.require("mount", ["-o", "remount,ro", path]) }

    package func remove() {
        umount2(path, CInt(MNT_DETACH))
        rmdir(path)
    }
}
