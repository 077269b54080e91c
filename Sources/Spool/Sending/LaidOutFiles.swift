internal import Glibc

/// Files of a letter that were laid into a private folder for as long as they are needed.
package final class LaidOutFiles: Sendable {
    let folder: String
    private let paths: [String]

    init(folder: String, paths: [String]) {
        self.folder = folder
        self.paths = paths
    }

    deinit {
        for path in paths { unlink(path) }
        rmdir(folder)
    }
}
