import Attributes
import Diagnostics

/// A file's columns of keys: CSV by RFC 4180, with `,` or `;` between the fields, or JSON.
struct LinkTable: Sendable {
    struct Problem: Error {
        var words: String
        var help = "its first line names the columns; 'key:' is one of them"
    }

    /// Bytes of a table.
    static let limit = 50_000_000

    private let rows: [[String]]

    init(_ text: String) {
        rows = Self.rows(text)
    }

    /// All the values of a column.
    func column(_ name: String) throws(Problem) -> Set<String> {
        guard let header = rows.first else { throw Problem(words: "is empty") }
        guard let position = header.firstIndex(of: name) else {
            throw Problem(words: "has no column '\(name)', but: \(header.joined(separator: ", "))")
        }
        return Set(
            rows.dropFirst().compactMap { $0.count > position ? $0[position].trimmingWhitespace() : nil }
                .filter { !$0.isEmpty })
    }

    /// All the values that the objects of a JSON list have under a name; a list of texts is taken as it is.
    static func keys(ofJSON text: String, _ name: String) throws(Problem) -> Set<String> {
        let json: JSON
        do throws(JSONError) {
            json = try JSON.read(text)
        } catch {
            throw Problem(
                words: "is no JSON: line \(error.position.line), \(error.problem)", help: "make it a list of objects")
        }
        guard case .array(let items) = json else {
            throw Problem(words: "holds no list", help: "write it as [{\"\(name)\": …}, …]")
        }
        var keys: Set<String> = []
        for (number, item) in items.enumerated() {
            let value = if case .object = item { item[name] } else { item }
            switch value {
            case .string(let text)?, .number(let text)?: if !text.isEmpty { keys.insert(text.trimmingWhitespace()) }
            case .null?: continue
            default:
                throw Problem(
                    words: "has no '\(name)' in its item \(number + 1)", help: "'key:' is a name that every object has")
            }
        }
        return keys
    }

    private static func rows(_ text: String) -> [[String]] {
        let scalars = text.unicodeScalars
        let header = scalars.prefix { $0 != "\n" }
        let separator: Unicode.Scalar = header.contains(";") ? ";" : ","
        var rows: [[String]] = []
        var row: [String] = []
        var field = String.UnicodeScalarView()
        var isQuoted = false
        var wasQuote = false
        func end() {
            row.append(String(field))
            field.removeAll(keepingCapacity: true)
        }
        for scalar in scalars {
            if isQuoted {
                if wasQuote {
                    wasQuote = false
                    if scalar == "\"" {
                        field.append(scalar)
                        continue
                    }
                    isQuoted = false
                } else if scalar == "\"" {
                    wasQuote = true
                    continue
                } else {
                    field.append(scalar)
                    continue
                }
            }
            switch scalar {
            case "\"" where field.isEmpty: isQuoted = true
            case separator: end()
            case "\r": break
            case "\n":
                end()
                if row != [""] { rows.append(row) }
                row = []
            default: field.append(scalar)
            }
        }
        end()
        if row != [""] { rows.append(row) }
        return rows
    }
}
