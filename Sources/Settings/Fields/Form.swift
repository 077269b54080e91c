/// What a setting may look like, as far as a schema and help can tell.
package indirect enum Form: Sendable {
    case text
    case integer(ClosedRange<Int>?)
    case boolean
    /// One of these words.
    case choice([String])
    /// A text of a form of its own, such as `30s`: its regular expression.
    case pattern(String)
    case list(Form)
    case oneOf([Form])
    case group(Shape)
    /// Any keys, values of one form.
    case keyed(Form)
    /// Checked when it is read.
    case anything
}
