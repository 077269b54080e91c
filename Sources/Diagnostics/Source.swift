/// A text that a person wrote and that a diagnostic may point into: a YAML file, a template file.
package final class Source: Sendable {
    /// The path as the person knows it: relative to the workspace.
    package let path: String
    package let text: String
    private let lineStarts: [Int]

    package init(path: String, text: String) {
        self.path = path
        self.text = text
        var starts = [0]
        var offset = 0
        for byte in text.utf8 {
            offset += 1
            if byte == UInt8(ascii: "\n") { starts.append(offset) }
        }
        lineStarts = starts
    }

    /// One more than there are line ends: what follows the last one counts, even when it is blank.
    package var lineCount: Int { lineStarts.count }

    /// The text of a line, without its end.
    ///
    /// - Parameter number: The line's number, from 1.
    /// - Returns: `nil` when there is no such line.
    package func line(_ number: Int) -> String? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let utf8 = text.utf8
        let start = utf8.index(utf8.startIndex, offsetBy: lineStarts[number - 1])
        var end = number < lineStarts.count ? utf8.index(utf8.startIndex, offsetBy: lineStarts[number]) : utf8.endIndex
        for mark in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] where end > start {
            let last = utf8.index(before: end)
            if utf8[last] == mark { end = last }
        }
        return String(utf8[start..<end])
    }
}
