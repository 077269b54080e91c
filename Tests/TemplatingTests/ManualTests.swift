import Attributes
import Diagnostics
import Glibc
import Templating
import Testing

/// Each row of the tables in Docs/Templates.md is a template and what comes of it.
@Suite struct ManualTests {
    struct Row: Sendable {
        var place: Place
        var isMistake: Bool
        var template: String
        var expected: String
    }

    @Test func `every example of the manual does what the manual says`() throws {
        let rows = try Self.rows()
        #expect(rows.count > 30)
        let schema = Schema(Sample.schema.attributes + [Attribute("Quote", .string, isRequired: true)])
        let record = Record(schema, Sample.record().values + [.string("<Tom & Jerry>")])
        for row in rows {
            let (template, findings) = Sample.read(row.template, in: row.place, for: schema)
            if row.isMistake {
                let said = findings.map { $0.message + ($0.help.map { " (\($0))" } ?? "") }
                #expect(said == [row.expected])
            } else {
                #expect(findings.isEmpty)
                #expect(try template?.text(record, as: Sample.russian) == row.expected)
            }
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
        var place = Place.text
        var isMistake = false
        var rows: [Row] = []
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("|") {
            // A bar within a cell is written `\|`.
            let cells = line.replacing("\\|", with: "\u{1}").split(separator: "|").map { cell in
                String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()).replacing("\u{1}", with: "|")
            }
            guard cells.count == 2 else { continue }
            if cells[0].hasPrefix("in ") {
                place = cells[0].hasSuffix("HTML") ? .html : .text
                isMistake = cells[1].contains("check")
            } else if cells[0].hasPrefix("`") {
                let (template, expected) = (cells[0].dropFirst().dropLast(), cells[1].dropFirst().dropLast())
                rows.append(
                    Row(place: place, isMistake: isMistake, template: String(template), expected: String(expected)))
            }
        }
        return rows
    }
}
