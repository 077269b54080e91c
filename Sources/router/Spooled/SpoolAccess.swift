import Attributes
import Connecting
import Diagnostics
import Engine
import Glibc
import Spool

/// The workspace's spool, open for a command.
struct SpoolAccess: Sendable {
    let workspace: Workspace
    let spool: any Spool
}

extension RouterSubcommand {
    /// Opens the workspace's spool, lets a body work with it, and closes it again.
    ///
    /// Letters of processes that have died are seen to first, so that no state is shown that nobody works on any more.
    ///
    /// - Parameters:
    ///   - terminal: Hears of such letters.
    ///   - isMade: Whether a spool that is not there is made.
    ///   - body: With `nil` when there is no spool yet: nothing was ever accepted.
    /// - Returns: What the body gives.
    /// - Throws: Why the spool can't be opened, or what the body throws.
    func withSpool<Value>(
        _ terminal: Terminal, made isMade: Bool = false,
        _ body: (SpoolAccess?) async throws(CommandFailure) -> Value
    ) async throws(CommandFailure) -> Value {
        let workspace = try openWorkspace()
        let address = try Self.spoolAddress(of: workspace, terminal)
        if case .sqlite(let path) = address, !isMade, !Self.isThere(path), Self.isThere(Self.parent(of: path)) {
            terminal.note("there is no spool yet at \(Visible.line(path)): nothing was put into it")
            return try await body(nil)
        }
        let spool: any Spool
        do throws(SpoolProblem) {
            spool = try await address.open()
        } catch {
            throw CommandFailure(error)
        }
        let result: Result<Value, CommandFailure>
        do throws(CommandFailure) {
            await Self.recover(spool, terminal)
            result = .success(try await body(SpoolAccess(workspace: workspace, spool: spool)))
        } catch {
            result = .failure(error)
        }
        await spool.close()
        return try result.get()
    }

    private static func spoolAddress(of workspace: Workspace, _ terminal: Terminal) throws(CommandFailure)
        -> SpoolAddress
    {
        let wrong = workspace.findings.sorted.filter { $0.file == "router.yaml" && $0.severity == .error }
        guard wrong.isEmpty else {
            throw broken(wrong, "router.yaml is wrong, which says where the spool is", terminal)
        }
        let text = workspace.settings.spool ?? SpoolAddress.usual
        guard text != "none" else {
            throw CommandFailure(
                .notWritable, "no-spool", "the workspace has no spool: router.yaml says 'spool: none'",
                help: "delete that line, or write 'spool: \(SpoolAddress.usual)': then letters wait there and are kept")
        }
        do throws(SpoolProblem) {
            return try SpoolAddress(text, workspace: workspace.folder.path)
        } catch {
            throw CommandFailure(error)
        }
    }

    private static func recover(_ spool: any Spool, _ terminal: Terminal) async {
        // A spool that can't be written is told of by what needs it.
        guard let recovery = try? await spool.recover(now: .now), !recovery.isEmpty else { return }
        for owner in recovery.owners { terminal.note("\(Visible.line(owner)) has died") }
        if recovery.freed > 0 { terminal.note("of its letters \(recovery.freed) had not begun: they are free again") }
        if !recovery.again.isEmpty {
            terminal.note(
                "of its letters \(recovery.again.count) may have arrived; they will be sent again, as their routes say")
        }
        if !recovery.held.isEmpty {
            terminal.note(
                "of its letters \(recovery.held.count) may have arrived, and are held: 'router queue list --state held'"
            )
        }
    }

    private static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 || errno != ENOENT }

    /// The folder above the one that a file lies in, which must be there for the file to be made.
    private static func parent(of path: String) -> String {
        "/" + path.split(separator: "/").dropLast(2).joined(separator: "/")
    }
}

/// Does what may fail for the spool's sake, in a command's words.
func onSpool<Value>(
    _ body: () async throws(SpoolProblem) -> Value
) async throws(CommandFailure) -> Value {
    do throws(SpoolProblem) {
        return try await body()
    } catch {
        throw CommandFailure(error)
    }
}
