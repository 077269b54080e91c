internal import Glibc
internal import MIME

extension SpoolProblem {
    /// A call of the system failed on a file of the spool.
    ///
    /// - Parameters:
    ///   - path: The file or folder.
    ///   - number: The error number.
    ///   - verb: What could not be done: `made`, `read`, `written`.
    /// - Returns: The problem, with the remedy that fits the number.
    static func file(_ path: String, _ number: Int32, _ verb: String) -> Self {
        let words = String(cString: strerror(number))
        return switch number {
        case ENOSPC, EDQUOT: full(path)
        case EROFS:
            Self(
                .readOnly, at: path, "can't be \(verb): \(words)",
                remedy: "let the disk be written, or name another place in 'spool:'")
        case EACCES, EPERM:
            Self(
                .readOnly, at: path, "can't be \(verb): \(words)",
                remedy: "let the user who runs router read and write it and its folder")
        case ENOENT, ENOTDIR:
            Self(.folderMissing, at: path, "can't be \(verb): \(words)", remedy: "make its folder")
        default:
            Self(
                .disk, at: path, "can't be \(verb): \(words)",
                remedy: "see what the system's log says of the disk, then try again")
        }
    }

    static func full(_ path: String) -> Self {
        Self(
            .full, at: path, "has no room: the disk is full",
            remedy: "make room on it; what was accepted is safe, and work goes on by itself")
    }

    static func closed(_ place: String) -> Self {
        Self(.closed, at: place, "was closed", remedy: "open it again")
    }

    static func lost(_ folder: FolderName, _ owner: Owner, at place: String) -> Self {
        Self(
            .folderLost, at: place,
            "the folder '\(folder)' is not read by '\(owner.name)' any more: it was given back, or others have taken its reader for dead",
            remedy: "take the folder again before anything is stored from it; nothing was stored")
    }

    /// A letter's file can't be taken in.
    init(_ problem: ContentProblem) {
        self.init(.fileUnreadable, at: problem.path, problem.problem, remedy: problem.remedy)
    }
}
