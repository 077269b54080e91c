import Attributes
import Diagnostics
import Glibc
import Templating
import Testing

/// Each row of the tables in Docs/Templates.md is a template and what comes of it.
@Suite struct ManualTests {
    struct Row: Sendable {
        /// What the heads of its table say.
        var input: String
        var output: String
        var template: String
        var expected: String

        var place: Place { input.hasSuffix("HTML") ? .html : .text }
    }

    static let schema = Schema(Sample.schema.attributes + [Attribute("Quote", .string, isRequired: true)])

    @Test func `every example of the manual does what the manual says`() throws {
        let rows = try Self.rows()
        #expect(rows.count > 65)
        let record = Record(Self.schema, Sample.record().values + [.string("<Tom & Jerry>")])
        for row in rows {
            let (template, findings) =
                row.input.contains("Mustache")
                ? Sample.read(mustache: row.template, in: row.place, for: Self.schema)
                : Sample.read(row.template, in: row.place, for: Self.schema)
            if row.output.contains("check") {
                let said = findings.map { $0.message + ($0.help.map { " (\($0))" } ?? "") }
                #expect(said == [row.expected])
                #expect((template != nil) == row.output.hasSuffix("warns"), "\(row.template)")
                continue
            }
            #expect(findings.isEmpty, "\(row.template)")
            let derived =
                switch row.output {
                case "the plain half says": template?.derivedText()
                case "the HTML half says": template?.derivedHTML(isWhole: false)
                default: template
                }
            let text = try derived?.text(record, as: Sample.russian)
            #expect(text?.replacing("\u{A0}", with: " ") == row.expected.replacing("\u{A0}", with: " "))
        }
    }

    private static func rows() throws -> [Row] {
        var folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3).joined(
            separator: "/")
        folder += "/Docs/Templates.md"
        let file = try #require(fopen(folder, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        var heads = ("", "")
        var rows: [Row] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("|") {
            // A bar within a cell is written `\|`.
            let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()).replacing("\u{1}", with: "|")
            }
            guard cells.count == 2 else { continue }
            if cells[0].hasPrefix("in ") {
                heads = (cells[0], cells[1])
            } else if cells[0].hasPrefix("`") {
                let texts = cells.map { $0.dropFirst().dropLast().replacing("⏎", with: "\n") }
                rows.append(
                    Row(
                        input: heads.0, output: heads.1, template: String(texts[0]), expected: String(texts[1])))
            }
        }
        return rows
    }
}
