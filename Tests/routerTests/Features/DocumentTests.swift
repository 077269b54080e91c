import FoundationEssentials
import Peers
import Testing

@Suite struct `What the table of features names is there` {
    @Test func `each row names samples or documents, and all of them exist`() throws {
        let page = try String(contentsOf: URL(filePath: "\(Python.packageFolder)/Docs/Features.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| ---") }
        #expect(rows.count > 20)
        for row in rows where !row.hasPrefix("| router can") {
            let names = Self.names(in: row)
            #expect(!names.isEmpty, "\(row)")
            for name in names {
                #expect(FileManager.default.fileExists(atPath: "\(Python.packageFolder)/\(name)"), "\(name) in: \(row)")
            }
        }
    }

    /// Targets of links, relative to Docs, and code that looks like a path, relative to the package.
    private static func names(in row: Substring) -> [String] {
        let links = row.matches(of: /\]\(([^)#]+)(#[^)]*)?\)/).map { "Docs/\($0.output.1)" }
        let paths = row.matches(of: /`([\w.-]+\/[\w.\/-]+|router\.yaml)`/).map { String($0.output.1) }
        return links + paths
    }
}
