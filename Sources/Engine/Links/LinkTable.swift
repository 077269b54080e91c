/// A CSV file's columns of keys: RFC 4180, with `,` or `;` between the fields.
struct LinkTable: Sendable {
    struct Problem: Error {
        var words: String
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
        return Set(rows.dropFirst().compactMap { $0.count > position ? $0[position] : nil })
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
