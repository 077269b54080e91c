internal import Glibc

/// Writing whole buffers to a file or a terminal.
enum DescriptorWriting {
    /// - Returns: 0, or the `errno` that stopped it.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var place = 0
            while place < buffer.count {
                let result = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: place), buffer.count - place)
                if result > 0 {
                    place += result
                } else if result < 0, errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }
}
