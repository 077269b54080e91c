internal import Connecting
internal import Glibc

/// A letter's file.
enum MaildirFile {
    private static let chunk = 1 << 20
    /// Bytes of the header of a letter that is too large to be read.
    private static let header = 64 << 10

    /// Reads a letter; a large one is copied.
    ///
    /// - Parameters:
    ///   - path: Of the letter.
    ///   - folder: Where a copy goes.
    /// - Returns: `nil` when it is gone.
    /// - Throws: When the copy can't be written.
    static func read(_ path: String, into folder: String) throws(Failure) -> FetchedLetter? {
        // Somebody may have put a pipe, or a way to elsewhere, in its place.
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? nil : .refused(MaildirListing.notReadable(path, errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return .refused(MaildirListing.notReadable(path, EINVAL))
        }
        let size = Int(status.st_size)
        if size > FetchedLetter.largest {
            return .tooLarge(size: size, header: bytes(descriptor, atMost: header) ?? [])
        }
        if size <= FetchedLetter.largestInMemory {
            guard let bytes = bytes(descriptor, atMost: size) else {
                return .refused(MaildirListing.notReadable(path, errno))
            }
            return .bytes(bytes)
        }
        var spill = LetterSpill(folder: folder)
        while true {
            guard let part = bytes(descriptor, atMost: chunk) else {
                let problem = errno
                spill.discard()
                return .refused(MaildirListing.notReadable(path, problem))
            }
            if part.isEmpty { break }
            do throws(Failure) { try spill.add(part) } catch {
                spill.discard()
                throw error
            }
        }
        return try spill.finish()
    }

    /// - Returns: `nil` when they can't be read.
    private static func bytes(_ descriptor: Int32, atMost limit: Int) -> [UInt8]? {
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { space, count in
            while count < limit {
                let result = Glibc.read(descriptor, space.baseAddress?.advanced(by: count), limit - count)
                if result > 0 {
                    count += result
                } else if result == 0 {
                    break
                } else if errno != EINTR {
                    isRead = false
                    break
                }
            }
        }
        return isRead ? bytes : nil
    }
}
