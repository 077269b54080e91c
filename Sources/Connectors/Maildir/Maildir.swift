internal import Attributes
internal import Connecting
internal import Glibc
internal import MIME
internal import Synchronization

/// A folder with `new`, `cur` and `tmp`.
struct Maildir: Sendable {
    let path: String

    private static let deliveries = Atomic<Int>(0)
    /// Bytes that are put together before they are written.
    private static let batch = 128 * 1024

    /// Makes the folders that are missing, readable for their owner only.
    ///
    /// - Throws: `notWritable`.
    func prepare() throws(Failure) {
        var folder = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            folder += part
            try make(folder)
            folder += "/"
        }
        for name in ["tmp", "new", "cur"] {
            try make("\(path)/\(name)")
            try Self.requireWritable("\(path)/\(name)")
        }
    }

    /// Makes a folder within a maildir, as mail servers know it.
    ///
    /// - Throws: `notWritable`.
    func prepareSubfolder() throws(Failure) {
        try prepare()
        // Maildir++: so a delivery program knows that the folder above is the mailbox.
        let descriptor = open("\(path)/maildirfolder", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    static func requireWritable(_ folder: String) throws(Failure) {
        guard access(folder, W_OK | X_OK) == 0 else { throw notWritable(folder, errno) }
    }

    /// Writes the letter with who got it on top, for all recipients once, and lets it appear whole or not at all.
    ///
    ///     Return-Path: <robot@example.com>
    ///     Delivered-To: ivan@example.com
    ///     Delivered-To: maria@example.com
    ///     From: …
    ///
    /// - Parameters:
    ///   - letter: To deliver.
    ///   - recipients: Who gets it.
    ///   - closing: Called right before it appears.
    /// - Returns: Where it is now.
    /// - Throws: `notWritable` or `fileUnreadable`; nothing is delivered then.
    func deliver(_ letter: Letter, to recipients: [String], closing: () -> Void = {}) throws(Failure) -> String {
        let name = Self.uniqueName()
        let draft = "\(path)/tmp/\(name)"
        let place = "\(path)/new/\(name)"
        try write(letter, to: recipients, draft)
        closing()
        // A link never takes the place of a letter that is there. Some file systems have none; the name is unique anyway.
        let isMoved = link(draft, place) == 0 ? unlink(draft) == 0 : errno != EEXIST && rename(draft, place) == 0
        guard isMoved else {
            let problem = errno
            unlink(draft)
            throw Self.notWritable(place, problem)
        }
        let problem = Self.sync("\(path)/new")
        guard problem == 0 else {
            unlink(place)
            throw Self.notWritable(place, problem)
        }
        return place
    }

    private func write(_ letter: Letter, to recipients: [String], _ draft: String) throws(Failure) {
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.notWritable(draft, errno) }
        var isWritten = false
        defer {
            close(descriptor)
            if !isWritten { unlink(draft) }
        }
        var reader = ContentReader(letter.content)
        var shaper = LineShaper(.file)
        var buffer = Array("Return-Path: <\(letter.sender)>\n".utf8)
        for recipient in recipients { buffer += Array("Delivered-To: \(recipient)\n".utf8) }
        while let chunk = try reader.chunk() {
            shaper.append(chunk, to: &buffer)
            guard buffer.count >= Self.batch else { continue }
            try put(buffer, descriptor, draft)
            buffer.removeAll(keepingCapacity: true)
        }
        shaper.finish(&buffer)
        try put(buffer, descriptor, draft)
        guard fsync(descriptor) == 0 else { throw Self.notWritable(draft, errno) }
        isWritten = true
    }

    private func put(_ bytes: [UInt8], _ descriptor: Int32, _ draft: String) throws(Failure) {
        let problem = DescriptorWriting.write(bytes, to: descriptor)
        guard problem == 0 else { throw Self.notWritable(draft, problem) }
    }

    private func make(_ folder: String) throws(Failure) {
        let isNew = mkdir(folder, 0o700) == 0
        let problem = isNew ? Self.sync("\(folder)/..") : errno
        if problem == 0 { return }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw Self.notWritable(folder, problem == EEXIST ? ENOTDIR : problem)
        }
    }

    /// `1790000000.M123456P789Q3.host`: time, microseconds, process, delivery, machine.
    private static func uniqueName() -> String {
        let now = Instant.now
        let number = deliveries.wrappingAdd(1, ordering: .relaxed).newValue
        var buffer = [CChar](repeating: 0, count: 256)
        gethostname(&buffer, buffer.count - 1)
        let host = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            .replacing("/", with: "\\057").replacing(":", with: "\\072")
        return "\(now.seconds).M\(now.nanoseconds / 1000)P\(getpid())Q\(number).\(host.isEmpty ? "localhost" : host)"
    }

    /// Makes a folder's entries survive a power loss.
    private static func sync(_ folder: String) -> Int32 {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    static func notWritable(_ path: String, _ problem: Int32) -> Failure {
        let help =
            switch problem {
            case ENOSPC, EDQUOT: "make room on the disk, and send it again"
            case EACCES, EPERM, EROFS: "let the user that runs router write there, or choose another path:"
            default: "check path: of the connection"
            }
        return Failure(
            .notWritable, .again, "\(path) can't be written: \(String(cString: strerror(problem)))", help: help)
    }
}
