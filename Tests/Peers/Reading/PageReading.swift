import FoundationEssentials

/// An HTML page as Python's `html.parser` found it.
package struct PageReading: Sendable, Decodable {
    /// Tags with the names of their attributes, end tags, comments: what no value may change.
    package var shape: [String]
    /// All text, references decoded.
    package var text: String
    /// Names and decoded values of all attributes.
    package var values: [[String]]

    /// The value of the first attribute of a name.
    package func value(_ name: String) -> String? { values.first { $0[0] == name }?[1] }

    /// Lets Python read pages, all in one process.
    package static func all(_ pages: [String]) async throws -> [PageReading] {
        let output = try await Python.run("read_html.py", input: CReader.lines(pages.map { Array($0.utf8) }))
        return try output.split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(PageReading.self, from: Data($0))
        }
    }
}
