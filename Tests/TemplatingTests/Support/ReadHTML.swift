import Attributes
import Peers

/// HTML as Python's html.parser reads it: what `read_mail_page.py` prints.
struct ReadHTML {
    /// Start tags with the names of their attributes, end tags, comments and the like.
    var marks: [String]
    /// Of all attributes.
    var values: [String]
    /// Of `href` and `src`.
    var addresses: [String]
    var text: String
    /// What a reader sees.
    var words: [String]

    /// Lets Python read HTML, all in one process.
    static func all(_ documents: [String]) async throws -> [ReadHTML] {
        let lines = documents.map { JSON.string($0).printed() + "\n" }.joined()
        let output = try await Python.run("read_mail_page.py", input: Array(lines.utf8))
        return try output.split(separator: UInt8(ascii: "\n")).map { line in
            let json = try JSON.read(Array(line))
            return ReadHTML(
                marks: texts(json["marks"]), values: texts(json["values"]), addresses: texts(json["addresses"]),
                text: json["text"]?.text ?? "",
                words: texts(json["words"]))
        }
    }

    private static func texts(_ json: JSON?) -> [String] {
        if case .array(let items) = json { items.compactMap(\.text) } else { [] }
    }
}
