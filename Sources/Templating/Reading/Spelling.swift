/// A placeholder as it is written, not yet understood: `<Participants[0].Name:format|fallback>`.
struct Spelling {
    enum Segment {
        case name(String, Range<Int>)
        case index(Int, Range<Int>)

        var range: Range<Int> {
            switch self {
            case .name(_, let range), .index(_, let range): range
            }
        }
    }

    struct Text {
        var text: String
        var range: Range<Int>
    }

    var brackets: Brackets
    /// From the opener through the closer, in UTF-8 offsets of the template.
    var range: Range<Int>
    /// A name first; nothing for Mustache's `.`, the item that a section is at.
    var path: [Segment]
    /// The path as it is written.
    var pathText: String
    var format: Text?
    /// Its escapes resolved.
    var fallback: Text?

    /// The placeholder in its own brackets with other contents, for showing how it is mended.
    func mended(path: String? = nil, format: String? = nil, fallback: String? = nil) -> String {
        let format = format ?? self.format?.text
        let fallback = fallback ?? self.fallback?.text
        return brackets.around(
            (path ?? pathText) + (format.map { ":\($0)" } ?? "") + (fallback.map { "|\($0)" } ?? ""))
    }
}
