import Engine
import Glibc

/// Goes through a file's lines, some at a time; the same bytes give the same chunks.
struct LineReader {
    /// How much is read at once.
    private static let window = 65_536

    private let file: LineFile
    /// Read, and not yet given out.
    private var bytes: [UInt8] = []
    private var offset = 0
    private var line = 1
    private var isAtEnd = false

    init(_ file: LineFile) {
        self.file = file
    }

    /// The next lines; `nil` behind the last.
    mutating func next() throws(CommandFailure) -> LineChunk? {
        var ends: [Int] = []
        var scanned = 0
        while ends.count < LineChunk.most, (ends.last ?? 0) < LineChunk.fill {
            if let end = newline(from: scanned) {
                ends.append(end + 1)
                scanned = end + 1
            } else if isAtEnd {
                if scanned < bytes.count { ends.append(bytes.count) }
                break
            } else {
                scanned = bytes.count
                guard scanned - (ends.last ?? 0) <= DataFile.limit else {
                    throw CommandFailure(
                        DataProblem(.tooLarge(limit: DataFile.limit), name: "\(file.name):\(line + ends.count)"))
                }
                isAtEnd = !(try file.read(Self.window, at: offset, behind: &bytes))
                offset += bytes.count - scanned
            }
        }
        guard let end = ends.last else { return nil }
        let chunk = LineChunk(bytes: Array(bytes[..<end]), ends: ends, firstLine: line)
        bytes.removeFirst(end)
        line += ends.count
        return chunk
    }

    private func newline(from start: Int) -> Int? {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, start < buffer.count,
                let found = memchr(base + start, Int32(UInt8(ascii: "\n")), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }
}
