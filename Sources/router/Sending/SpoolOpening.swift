import Engine
import Glibc
import Spool

/// The spool of a workspace, as commands open it.
enum SpoolOpening {
    /// Opens the workspace's spool, or makes it.
    ///
    /// - Returns: `nil` when the workspace goes without one.
    /// - Throws: Why it can't be opened, with the code that the command ends with.
    static func open(of workspace: Workspace) async throws(CommandFailure) -> (any Spool)? {
        let text = workspace.settings.spool ?? SpoolAddress.usual
        guard text != "none" else { return nil }
        do throws(SpoolProblem) {
            return try await SpoolAddress(text, workspace: workspace.folder.path).open()
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Opens the workspace's spool if there is one.
    ///
    /// - Returns: `nil` when there is none, or when it may not be read.
    /// - Throws: Why it can't be opened.
    static func openIfThere(of workspace: Workspace) async throws(SpoolProblem) -> (any Spool)? {
        let text = workspace.settings.spool ?? SpoolAddress.usual
        guard text != "none" else { return nil }
        let address = try SpoolAddress(text, workspace: workspace.folder.path)
        if case .sqlite(let path) = address, access(path, R_OK | W_OK) != 0 { return nil }
        return try await address.open()
    }
}

extension CommandFailure {
    init(_ problem: SpoolProblem) {
        let status: ExitStatus =
            switch problem.code {
            case .settingsWrong: .workspace
            case .authenticationRefused: .authentication
            default: .notWritable
            }
        self.init(status, problem.code.rawValue, "\(problem.place): \(problem.problem)", help: problem.remedy)
    }
}
