/// A source line with marks under a stretch of it, in the columns of a terminal.
///
/// A column of a `Span` is one Unicode scalar, which a terminal may draw in no column (an accent) or in two (a hanzi).
struct Underlined {
    /// The longest line that is shown whole, in scalars; of a longer one, such as minified HTML, what stands around the stretch.
    static let longest = 160

    /// What is shown of the line, control characters made visible.
    let line: String
    /// What stands under the line up to the stretch: blanks, and the line's own tabs.
    let indent: String
    /// One `^` for each terminal column of the stretch, at least one.
    let marks: String

    init(_ text: String, _ span: Span) {
        let scalars = Array(text.unicodeScalars)
        let start = min(max(0, span.start.column - 1), scalars.count)
        let oneLine = span.end.line == span.start.line
        let end = max(start, oneLine ? min(span.end.column - 1, scalars.count) : scalars.count)

        var window = 0..<scalars.count
        if scalars.count > Self.longest {
            let from = max(0, min(start - Self.longest / 4, scalars.count - Self.longest))
            window = from..<min(scalars.count, from + Self.longest)
        }
        let before = window.lowerBound > 0 ? "…" : ""
        let after = window.upperBound < scalars.count ? "…" : ""
        line = before + Visible.excerpt(Self.text(scalars[window])) + after

        let led = scalars[window.lowerBound..<start]
        indent =
            (before.isEmpty ? "" : " ")
            + led.map { $0 == "\t" ? "\t" : String(repeating: " ", count: Self.width($0)) }.joined()
        let marked = scalars[start..<max(start, min(end, window.upperBound))]
        marks = String(repeating: "^", count: max(1, marked.reduce(0) { $0 + Self.width($1) }))
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// The columns that a terminal gives a scalar as `Visible` shows it.
    private static func width(_ scalar: Unicode.Scalar) -> Int {
        guard scalar.value >= 0x300, !Visible.isInvisible(scalar) else { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        // The wide and full-width blocks of Unicode's EastAsianWidth.txt.
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
