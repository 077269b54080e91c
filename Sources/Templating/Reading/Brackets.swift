/// What stands around a placeholder.
struct Brackets: Hashable, Sendable {
    enum Style: Hashable, Sendable {
        case placeholder
        case mustache
        /// `{{{Name}}}` or `{{&Name}}`: the value stands as it is.
        case rawMustache
    }

    let open: String
    let close: String
    var style = Style.placeholder

    static let angle = Brackets(open: "<", close: ">")
    static let brace = Brackets(open: "{", close: "}")

    var isMustache: Bool { style != .placeholder }

    func around(_ text: String) -> String { open + text + close }
}
