import FoundationEssentials
import Peers

/// A letter of any kind as Python's email package reads it: what `read_parts.py` prints.
struct PythonLetter: Decodable {
    struct Leaf: Decodable {
        var type: String
        var name: String?
        var isAttachment: Bool
        var content: Data?
        var text: String?
        /// Of the letters in a letter.
        var subjects: [String?]?
    }

    var error: String?
    var headers: [[String]]?
    var subject: String?
    var from: [[String]]?
    var to: [[String]]?
    var cc: [[String]]?
    var date: Double?
    var leaves: [Leaf]?

    /// Lets Python read letters, all in one process.
    static func all(_ letters: [[UInt8]]) async throws -> [PythonLetter] {
        let lines = letters.map { Data($0).base64EncodedString() + "\n" }.joined()
        let output = try await Python.run("read_parts.py", input: Array(lines.utf8))
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(PythonLetter.self, from: Data($0))
        }
    }
}
