internal import Diagnostics

/// What a server says, fit to be shown.
package enum PlainText {
    /// The text on one line, without what could move a terminal's cursor or turn its writing direction; tabs are spaces.
    package static func printable(_ text: String) -> String {
        Visible.line(text.utf8.contains(0x09) ? text.replacing("\t", with: " ") : text)
    }
}
