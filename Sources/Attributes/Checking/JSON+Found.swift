import Diagnostics

extension JSON {
    /// The value in a few words, for what came instead of something else: `the text 'tomorrow'`, `a list of 3`.
    ///
    /// Control characters are shown, and long texts cut.
    var found: String {
        switch self {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text): return "the number \(Visible.shortened(text, to: 40))"
        case .string(""): return "an empty text"
        case .string(let text): return "the text '\(Visible.shortened(text, to: 60))'"
        case .array([]): return "an empty list"
        case .array(let items): return "a list of \(items.count)"
        case .object([]): return "an empty object"
        case .object(let members):
            let names = members.prefix(3).map { Visible.shortened($0.name, to: 30) }.joined(separator: ", ")
            return "an object with \(names)\(members.count > 3 ? ", …" : "")"
        }
    }

    /// The value in fewer words: not what stands in it, for it may be a document's content.
    var foundUnseen: String {
        if case .string(let text) = self, !text.isEmpty { return "a text of \(text.utf8.count) bytes" }
        return found
    }
}
