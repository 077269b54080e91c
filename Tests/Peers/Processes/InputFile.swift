import Glibc
import Subprocess
package import SystemPackage

/// What a child process reads from standard input, in a file without a name.
///
/// Not in a pipe: a child that ends without having read all of it would end the tests too, with SIGPIPE.
package enum InputFile {
    /// - Returns: Open for reading, at its beginning.
    package static func holding(_ bytes: [UInt8]) throws -> FileDescriptor {
        var path = Array("/tmp/router-input-XXXXXX".utf8CString)
        let file = FileDescriptor(rawValue: mkstemp(&path))
        guard file.rawValue >= 0 else {
            throw PeerFailure(
                "no file for a child's input", said: String(cString: strerror(errno)), remedy: "make room in /tmp")
        }
        unlink(path)
        do {
            // A child must not inherit the writing end of another child's input.
            _ = fcntl(file.rawValue, F_SETFD, FD_CLOEXEC)
            try file.writeAll(bytes)
            try file.seek(offset: 0, from: .start)
        } catch {
            try? file.close()
            throw error
        }
        return file
    }
}
