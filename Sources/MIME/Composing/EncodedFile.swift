internal import Attributes
internal import Glibc

/// An open file that is read as base64 lines, and is held to the size that was promised.
struct EncodedFile: ~Copyable {
    /// Whole lines of base64, so that only the last chunk has a short one.
    static let chunkSize = Base64.bytesPerLine * 1024

    private let path: String
    private let size: Int
    private let descriptor: Int32
    private var count = 0

    init(path: String, size: Int) throws(ContentProblem) {
        self.path = path
        self.size = size
        // O_NONBLOCK: a named pipe in the file's place must not make the letter wait for a writer.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw ContentProblem(path: path, problem: "is not a file any more", remedy: "put the file back")
        }
        guard Int(status.st_size) == size else { throw Self.changed(path, from: size, to: Int(status.st_size)) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The next lines; `nil` when all of the file has been read.
    mutating func next() throws(ContentProblem) -> [UInt8]? {
        var chunk: [UInt8] = []
        var failure: Int32 = 0
        chunk.append(addingCapacity: Self.chunkSize) { output in
            failure = Self.fill(&output, from: descriptor)
        }
        guard failure == 0 else { throw Self.unreadable(path, failure) }
        count += chunk.count
        guard count <= size, count == size || !chunk.isEmpty else { throw Self.changed(path, from: size, to: count) }
        guard !chunk.isEmpty else { return nil }
        var encoded: [UInt8] = []
        Base64.appendLines(chunk.span, to: &encoded)
        return encoded
    }

    /// Reads until the output is full or the file ends.
    ///
    /// - Returns: The error number, or 0.
    private static func fill(_ output: inout OutputSpan<UInt8>, from descriptor: Int32) -> Int32 {
        output.withUnsafeMutableBufferPointer { buffer, initialized in
            while initialized < buffer.count {
                let count = read(descriptor, buffer.baseAddress?.advanced(by: initialized), buffer.count - initialized)
                if count == 0 { return 0 }
                if count > 0 {
                    initialized += count
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
    }

    private static func changed(_ path: String, from size: Int, to found: Int) -> ContentProblem {
        ContentProblem(
            path: path, problem: "had \(size) bytes when the letter was composed and has \(found) now",
            remedy: "send the letter again with the file as it is now")
    }

    private static func unreadable(_ path: String, _ number: Int32) -> ContentProblem {
        let remedy = number == ENOENT || number == ENOTDIR ? "put the file back" : "let router read the file"
        return ContentProblem(
            path: path, problem: "can't be read: \(String(cString: strerror(number)))", remedy: remedy)
    }
}
