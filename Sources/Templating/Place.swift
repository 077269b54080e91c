/// Where a template's text will stand, which decides what its placeholders may hold and how they are escaped.
package enum Place: Hashable, Sendable {
    /// A plain body, a name, a text of a meeting: values stand as they are.
    case text
    /// An HTML body: each value is escaped by where in the markup it stands.
    case html
    /// One line: CR, LF and NUL are refused in the template and in the values.
    case header
    /// Recipients, attachments, list headers: one line, and a blank contributes nothing, so it needs no fallback.
    ///
    /// The items of an array are joined by `; `, which separates addresses; `Hole.value(in:)` gives them one by one.
    case list

    var isOneLine: Bool { self == .header || self == .list }
}
