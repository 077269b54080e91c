internal import Attributes
internal import Glibc

/// Reads letters that somebody wrote.
///
/// A broken letter is read as far as it can be, with a sentence in its flaws for each thing that had to be mended. Only a letter
/// that is more than anybody means well is refused, with ``UnreadableLetter``. Safe to call from many threads at once.
package enum LetterReader {
    /// Reads a letter from its bytes, with line ends of any kind.
    ///
    /// - Throws: ``UnreadableLetter`` when it goes beyond a limit.
    package static func read(
        _ bytes: [UInt8], limits: LetterLimits = .standard
    ) throws(UnreadableLetter) -> ReadLetter {
        guard bytes.count <= limits.letter else { throw .beyond(.letter, limits) }
        var flaws = Flaws()
        let bytes = LetterSource.mended(bytes, &flaws)
        var tree = PartReader(bytes, limits: limits, flaws: flaws)
        let root = try tree.read()
        var sorter = PartSorter(bytes, limits: limits, flaws: tree.flaws)
        return try sorter.letter(of: root)
    }

    /// Reads a letter from a file.
    ///
    /// - Throws: ``UnreadableLetter`` also when the file can't be read.
    package static func read(path: String, limits: LetterLimits = .standard) throws(UnreadableLetter) -> ReadLetter {
        if case .file(let size) = FileEntry(at: path), size > limits.letter { throw .beyond(.letter, limits) }
        guard let bytes = FileReading.bytes(of: path, atMost: limits.letter) else {
            throw UnreadableLetter(
                .file, problem: "the letter's file can't be read",
                remedy: "see whether it is still there, and who may read it")
        }
        return try read(bytes, limits: limits)
    }
}
