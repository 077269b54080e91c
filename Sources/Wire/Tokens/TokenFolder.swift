internal import Glibc

/// Where tokens live: outside of any workspace, for its owner alone.
package enum TokenFolder {
    /// `$ROUTER_STATE/tokens`, else `$XDG_STATE_HOME/router/tokens`, else `~/.local/state/router/tokens`.
    ///
    /// - Returns: `nil` when the environment names none of them; a relative path counts as none, as the XDG Base
    ///   Directory Specification wants it.
    package static func standard(_ environment: (String) -> String?) -> String? {
        func path(_ name: String) -> String? { environment(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        if let state = path("ROUTER_STATE") { return "\(state)/tokens" }
        if let state = path("XDG_STATE_HOME") { return "\(state)/router/tokens" }
        return path("HOME").map { "\($0)/.local/state/router/tokens" }
    }

    package static var standard: String? {
        standard { name in getenv(name).map { String(cString: $0) } }
    }

    /// Makes the folder and those above it, for its owner alone.
    ///
    /// - Returns: Why it can't be used, or `nil`.
    static func make(_ folder: String) -> String? {
        var path = ""
        for part in folder.split(separator: "/") {
            path += "/\(part)"
            guard mkdir(path, 0o700) == 0 || errno == EEXIST || errno == EISDIR || access(path, F_OK) == 0 else {
                return "'\(path)' can't be made: \(String(cString: strerror(errno)))"
            }
        }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return "'\(folder)' is no folder" }
        guard access(folder, R_OK | W_OK | X_OK) == 0 else {
            return "'\(folder)' can't be written: \(String(cString: strerror(errno)))"
        }
        return nil
    }
}
