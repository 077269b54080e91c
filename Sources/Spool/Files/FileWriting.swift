internal import Glibc

/// Writing to a file until all is written.
enum FileWriting {
    static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, _ path: String) throws(SpoolProblem) {
        var failure: Int32 = 0
        bytes.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count, failure == 0 {
                let count = Glibc.write(file, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if count > 0 {
                    written += count
                } else if errno != EINTR {
                    failure = count == 0 ? ENOSPC : errno
                }
            }
        }
        guard failure == 0 else { throw .file(path, failure, "written") }
    }
}
