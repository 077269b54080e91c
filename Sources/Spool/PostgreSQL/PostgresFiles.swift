internal import Attributes
internal import Glibc
internal import MIME

/// Large files in the database, chunk by chunk; never more than one is in memory.
enum PostgresFiles {
    private static let chunk = 256 * 1024

    /// Copies a file in, as a part of a transaction.
    ///
    /// - Returns: Its number.
    static func store(
        _ source: StagedFiles.Source, uses: Int64, in session: PostgresSession
    ) throws(SpoolProblem) -> Int64 {
        let file = try SourceFile(source.path, size: source.size)
        let number = try session.query(
            "INSERT INTO file (size, uses) VALUES ($1, $2) RETURNING id", PostgresValue(source.size), .number(uses)
        ).number(0, 0)
        var copied = 0
        while copied <= source.size {
            var bytes = [UInt8](repeating: 0, count: min(chunk, source.size - copied + 1))
            let count = try file.read(into: &bytes, at: copied)
            if count == 0 { break }
            bytes.removeLast(bytes.count - count)
            _ = try session.query(
                "INSERT INTO chunk (file, number, bytes) VALUES ($1, $2, $3)", .number(number),
                PostgresValue(copied / chunk), .bytes(bytes))
            copied += count
        }
        try file.checkSize(copied)
        return number
    }

    /// Writes a large letter, as a part of a transaction.
    ///
    /// - Returns: Its number.
    static func store(_ bytes: [UInt8], in session: PostgresSession) throws(SpoolProblem) -> Int64 {
        let number = try session.query(
            "INSERT INTO file (size, uses) VALUES ($1, 1) RETURNING id", PostgresValue(bytes.count)
        ).number(0, 0)
        for (position, start) in stride(from: 0, to: bytes.count, by: chunk).enumerated() {
            _ = try session.query(
                "INSERT INTO chunk (file, number, bytes) VALUES ($1, $2, $3)", .number(number),
                PostgresValue(position), .bytes(Array(bytes[start..<min(start + chunk, bytes.count)])))
        }
        return number
    }

    /// Lays a file into one without a name in a folder of ours.
    ///
    /// - Returns: Its descriptor.
    static func layOut(
        _ file: Int64, size: Int, in folder: String, _ session: PostgresSession
    ) throws(SpoolProblem) -> Int32 {
        let descriptor = try LaidOutFiles.newFile(in: folder)
        do throws(SpoolProblem) {
            var written = 0
            var number: Int64 = 0
            while written < size {
                let rows = try session.query(
                    "SELECT bytes FROM chunk WHERE file = $1 AND number = $2", .number(file), .number(number))
                guard rows.count == 1 else { break }
                let bytes = rows.bytes(0, 0)
                try FileWriting.write(bytes[...], to: descriptor, folder)
                written += bytes.count
                number += 1
            }
            guard written == size else {
                throw PostgresProblem.corrupt(session.place, "a letter's file has \(written) of \(size) bytes")
            }
            return descriptor
        } catch {
            close(descriptor)
            throw error
        }
    }
}
