/// A file that goes with a letter: its name, and its bytes or where they lie.
package struct Document: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case bytes([UInt8])
        /// An absolute path and the file's size in bytes when the data were checked.
        case file(path: String, size: Int)
    }

    /// Name and extension, as the reader sees them: `Отчёт.pdf`.
    package var name: String
    package var content: Content

    package init(name: String, content: Content) {
        self.name = name
        self.content = content
    }

    /// Decoded bytes.
    package var size: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .file(_, let size): size
        }
    }
}
