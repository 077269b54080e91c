internal import Attributes

/// Why a file that a connection needs is no good, in words that follow its name: `does not exist`.
package struct FileProblem: Hashable, Sendable {
    package var words: String
    /// What mends it.
    package var help: String

    package init(_ words: String, help: String) {
        self.words = words
        self.help = help
    }

    /// - Returns: `nil` when the path is that of a file which can be read.
    package init?(at path: String) {
        switch FileEntry(at: path) {
        case .file: return nil
        case .missing: self.init("does not exist", help: "check the path: it is relative to the workspace")
        case .forbidden:
            self.init("can't be read", help: "make it readable by the user who runs router, and by nobody else")
        case .folder: self.init("is a folder", help: "name the file in it")
        case .other: self.init("is no regular file", help: "name a file")
        }
    }
}
