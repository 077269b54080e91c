import Attributes
import MIME

/// The letters that are read again and again: one file, or all files of a folder in the order of their names.
struct MeasuredInbox {
    private let letters: [[UInt8]]

    init(_ path: String) throws(Complaint) {
        let names = FileReading.names(in: path).sorted()
        let paths = names.isEmpty ? [path] : names.map { "\(path)/\($0)" }
        letters = paths.compactMap { FileReading.bytes(of: $0, atMost: LetterLimits.standard.letter) }
        guard letters.count == paths.count, !letters.isEmpty else {
            throw Complaint("'\(path)' is no letter, and no folder of letters")
        }
    }

    /// Reads the letter whose turn it is, with its fields, people, texts and files decoded; gives its length.
    func read(_ number: Int) throws -> Int {
        let bytes = letters[number % letters.count]
        let letter = try LetterReader.read(bytes)
        guard !letter.headers.isEmpty else { throw Complaint("a letter has no header") }
        return bytes.count
    }
}
