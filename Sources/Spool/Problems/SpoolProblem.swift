internal import Diagnostics

/// Why the spool could not do what it was asked: where, what, and what mends it.
package struct SpoolProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// What went wrong, as scripts may rely on it.
    package enum Code: String, Sendable, CaseIterable {
        /// The text that says where the spool is makes no sense.
        case settingsWrong = "spool-settings-wrong"
        /// The folder is missing, and so is the one above.
        case folderMissing = "spool-folder-missing"
        /// The file or the folder may not be read or written, or the disk is read-only.
        case readOnly = "spool-read-only"
        /// What stands there is no spool of router.
        case notASpool = "not-a-spool"
        /// The file is damaged.
        case corrupt = "spool-corrupt"
        /// A later router made it.
        case newer = "spool-newer"
        /// There is no room left. Nothing that was accepted is lost.
        case full = "spool-full"
        /// Another process has kept it locked for too long.
        case locked = "spool-locked"
        /// The disk did not take or give the bytes.
        case disk = "spool-disk"
        /// The server can't be reached.
        case unreachable = "spool-unreachable"
        /// The connection broke: whether the last change was made is not known, and is looked up by id.
        case connectionLost = "spool-connection-lost"
        case authenticationRefused = "spool-authentication-refused"
        case certificateRefused = "spool-certificate-refused"
        /// The server refused a statement.
        case refused = "spool-refused"
        /// A letter's file is not what it was when the letter was composed.
        case fileUnreadable = "file-unreadable"
        /// A submission is larger than the spool takes.
        case tooLarge = "too-large"
        /// The owner was taken for dead and has to stop sending.
        case ownerLost = "spool-owner-lost"
        /// The folder of a mailbox is not the owner's any more: somebody else may read it.
        case folderLost = "mailbox-folder-lost"
        /// It was closed.
        case closed = "spool-closed"
    }

    package var code: Code
    /// The file or the server, without any password.
    package var place: String
    /// In one sentence without a full stop; follows the place.
    package var problem: String
    /// In one sentence without a full stop.
    package var remedy: String

    package init(_ code: Code, at place: String, _ problem: String, remedy: String) {
        self.code = code
        self.place = place
        self.problem = problem
        self.remedy = remedy
    }

    /// Whether the same call may succeed later without anybody mending anything.
    package var mayPass: Bool {
        switch code {
        case .full, .locked, .unreachable, .connectionLost: true
        default: false
        }
    }

    package var description: String { "\(Visible.line(place)): \(Visible.line(problem)); \(Visible.line(remedy))" }
}
