internal import Attributes
internal import CLinux
internal import Glibc

/// Copies of letters' large files, each a file with a name of its own that never changes.
///
/// A copy is locked while it is not known to the database yet: what is neither known nor locked is left over from a process that died.
struct PartsFolder: Sendable {
    let path: String
    /// How young an unlocked file may be and still be somebody's who is about to lock it.
    static let leftoverAge: Int64 = 60

    private static let chunk = 1 << 20

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Copies files in, durably; one that several letters have is copied once.
    func stage(_ sources: Set<StagedFiles.Source>) throws(SpoolProblem) -> StagedFiles {
        try Folder.make(path, mode: 0o700)
        let staged = StagedFiles(self)
        for source in sources { staged.add(try copy(source), for: source) }
        try Folder.sync(path)
        return staged
    }

    /// Makes large letters that came in durable, each a file.
    func stage(_ letters: [UUIDv7: RawLetter]) throws(SpoolProblem) -> StagedFiles {
        try Folder.make(path, mode: 0o700)
        let staged = StagedFiles(self)
        for (id, letter) in letters {
            switch letter {
            case .file(let path, let size, _):
                staged.add(try copy(StagedFiles.Source(path: path, size: size)), for: id)
            case .bytes(let bytes), .headerOnly(let bytes, _):
                let copy = try make { output, place throws(SpoolProblem) in
                    try FileWriting.write(bytes[...], to: output, place)
                }
                staged.add(copy, for: id)
            }
        }
        try Folder.sync(path)
        return staged
    }

    private func copy(_ source: StagedFiles.Source) throws(SpoolProblem) -> StagedFiles.Copy {
        let input = try SourceFile(source.path, size: source.size)
        return try make { output, place throws(SpoolProblem) in
            try input.checkSize(try transfer(from: input, to: output, place))
        }
    }

    /// Makes a file that is locked and, once it is filled, durable.
    private func make(_ fill: (Int32, String) throws(SpoolProblem) -> Void) throws(SpoolProblem) -> StagedFiles.Copy {
        let name = UUIDv7().description
        let place = path(of: name)
        let output = open(place, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard output >= 0 else { throw .file(place, errno, "written") }
        let copy = StagedFiles.Copy(name: name, descriptor: output)
        do throws(SpoolProblem) {
            guard flock(output, LOCK_SH | LOCK_NB) == 0 else { throw .file(place, errno, "locked") }
            try fill(output, place)
            guard fsync(output) == 0 else { throw .file(place, errno, "made durable") }
            return copy
        } catch {
            unlink(place)
            close(output)
            throw error
        }
    }

    private func transfer(
        from input: borrowing SourceFile, to output: Int32, _ place: String
    ) throws(SpoolProblem) -> Int {
        var copied = 0
        while copied <= input.size {
            let count = copy_file_range(input.descriptor, nil, output, nil, Self.chunk, 0)
            if count == 0 { return copied }
            if count > 0 {
                copied += count
            } else if [EXDEV, EINVAL, ENOSYS, EOPNOTSUPP, EPERM].contains(errno) {
                // Not between these two places: by hand.
                return try copied + transferByHand(from: input, at: copied, to: output, place)
            } else if errno != EINTR {
                throw .file(place, errno, "written")
            }
        }
        return copied
    }

    private func transferByHand(
        from input: borrowing SourceFile, at start: Int, to output: Int32, _ place: String
    ) throws(SpoolProblem) -> Int {
        var buffer = [UInt8](repeating: 0, count: Self.chunk)
        var copied = 0
        while start + copied <= input.size {
            let count = try input.read(into: &buffer, at: start + copied)
            if count == 0 { break }
            try FileWriting.write(buffer[..<count], to: output, place)
            copied += count
        }
        return copied
    }

    /// Removes what a process that died has left.
    ///
    /// - Parameter isKnown: Whether the database knows a name.
    /// - Throws: What `isKnown` throws.
    func removeLeftovers(_ isKnown: (String) throws(SpoolProblem) -> Bool) throws(SpoolProblem) {
        let now = Instant.now.seconds
        for name in Folder.names(in: path) where UUIDv7(name) != nil {
            if try isKnown(name) { continue }
            let file = open(path(of: name), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard file >= 0 else { continue }
            defer { close(file) }
            var status = stat()
            guard fstat(file, &status) == 0, now - Int64(status.st_mtim.tv_sec) > Self.leftoverAge,
                flock(file, LOCK_EX | LOCK_NB) == 0
            else { continue }
            // Who held it may have made it known just before letting go.
            if try !isKnown(name) { unlink(path(of: name)) }
        }
    }
}
