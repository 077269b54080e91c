internal import Attributes
internal import Glibc

/// A program as `run:` names it: with a slash a file of the workspace, else one of PATH.
struct Program: Sendable {
    let name: String
    /// Where it is; `nil` when PATH has none.
    let path: String?

    struct Problem {
        /// Words that follow its name: `does not exist`.
        var words: String
        var help: String
    }

    init(_ name: String, in folder: String) {
        self.name = name
        if name.contains("/") {
            path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
        } else {
            path = Self.searchPath.split(separator: ":").lazy.map { "\($0)/\(name)" }.first { path in
                if case .file = FileEntry(at: path) { access(path, X_OK) == 0 } else { false }
            }
        }
    }

    /// What programs are given as PATH, and found by.
    static let searchPath =
        getenv("PATH").map { String(cString: $0) } ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Why it can't be run.
    var problem: Problem? {
        guard let path else {
            return Problem(
                words: "is in no folder of PATH", help: "install it, or write its path: /usr/local/bin/\(name)")
        }
        switch FileEntry(at: path) {
        case .missing: return Problem(words: "does not exist", help: "check the path: it is relative to the workspace")
        case .folder: return Problem(words: "is a folder", help: "name the program in it")
        case .other: return Problem(words: "is no regular file", help: "name a program")
        case .file, .forbidden:
            // A program may be run by who can't read it.
            guard access(path, X_OK) != 0 else { return nil }
            return Problem(
                words: "may not be run", help: "make it executable for the user who runs router: chmod +x \(name)")
        }
    }
}
