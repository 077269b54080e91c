import Glibc

/// The beginning of a large letter's file.
enum FileHead {
    /// A header that is longer is looked at only so far.
    private static let limit = 262_144

    static func read(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return [UInt8](unsafeUninitializedCapacity: limit) { space, count in
            while count < limit {
                let length = Glibc.read(descriptor, space.baseAddress?.advanced(by: count), limit - count)
                if length <= 0 { break }
                count += length
            }
        }
    }
}
